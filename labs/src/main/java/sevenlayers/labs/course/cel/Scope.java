package sevenlayers.labs.course.cel;

import java.util.Optional;

/** The variables that an expression sees. */
@FunctionalInterface
public interface Scope {

    /** The value of {@code name}: a map, list, string, long, double or boolean; empty if nothing of that name was recorded. */
    Optional<Object> find(String name);
}
