package sevenlayers.labs.course.chapter;

import java.util.Comparator;

/** Order of names that end in a number: {@code node-2} before {@code node-10}. */
public enum NaturalOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String a, String b) {
        int prefix = stem(a).compareTo(stem(b));
        if (prefix != 0) {
            return prefix;
        }
        int number = Long.compare(number(a), number(b));
        return number != 0 ? number : a.compareTo(b);
    }

    private static String stem(String name) {
        return name.substring(0, digitsFrom(name));
    }

    private static long number(String name) {
        String digits = name.substring(digitsFrom(name));
        return digits.isEmpty() ? -1 : Long.parseLong(digits);
    }

    /** At most 18 digits count, so that every number fits a long. */
    private static int digitsFrom(String name) {
        int from = name.length();
        while (from > 0 && Character.isDigit(name.charAt(from - 1)) && name.length() - from < 18) {
            from--;
        }
        return from;
    }
}
