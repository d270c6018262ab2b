package sevenlayers.labs.course.chapter;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every claim of the course, in its order: {@code labs/course/claims.yaml}. */
public final class Catalogue {

    /** What the course expects a claim to come to. */
    public enum Expected {
        CONFIRMED,
        REFINED,
        REFUTED
    }

    /**
     * One claim.
     *
     * @param id as in {@code lb.l4-l7}
     * @param chapter the chapter that measures it
     * @param text what is claimed
     * @param expected what the lab is to find
     * @param found where that is not {@code CONFIRMED}: the condition, or what is right
     */
    public record Claim(String id, String chapter, String text, Expected expected, String found) {}

    private final Map<String, Claim> claims;
    private final List<String> chapters;

    private Catalogue(Map<String, Claim> claims, List<String> chapters) {
        this.claims = claims;
        this.chapters = chapters;
    }

    /** @throws SchemaProblem if a claim is written twice, or lacks what it needs */
    public static Catalogue read(Path file) {
        Map<String, Claim> claims = new LinkedHashMap<>();
        Set<String> chapters = new LinkedHashSet<>();
        YamlNode.read(file).map().forEach((chapter, list) -> {
            chapters.add(chapter);
            list.map().forEach((id, node) -> {
                if (claims.putIfAbsent(id, claim(id, chapter, node)) != null) {
                    throw node.problem("is claimed twice; a claim belongs to one chapter");
                }
            });
        });
        return new Catalogue(claims, List.copyOf(chapters));
    }

    private static Claim claim(String id, String chapter, YamlNode node) {
        node.only("text", "expected", "found");
        Expected expected = node.get("expected").missing()
                ? Expected.CONFIRMED
                : switch (node.get("expected").oneOf(List.of("refined", "refuted"))) {
                    case "refined" -> Expected.REFINED;
                    default -> Expected.REFUTED;
                };
        if (expected != Expected.CONFIRMED) {
            node.get("found").string();
        }
        return new Claim(
                id,
                chapter,
                node.get("text").string(),
                expected,
                node.get("found").stringOr(""));
    }

    public List<Claim> claims() {
        return List.copyOf(claims.values());
    }

    public Claim claim(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("there is no claim " + id));
    }

    /** The claim of that name; empty if there is none, as when it was measured by a chapter that is gone. */
    public Optional<Claim> find(String id) {
        return Optional.ofNullable(claims.get(id));
    }

    /** The planned chapters, in the order of the course, whether or not they exist yet. */
    public List<String> chapters() {
        return chapters;
    }

    /** Ids of the claims that a chapter is to measure. */
    public Set<String> of(String chapter) {
        return claims.values().stream()
                .filter(claim -> claim.chapter().equals(chapter))
                .map(Claim::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
