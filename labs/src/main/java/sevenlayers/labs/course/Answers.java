package sevenlayers.labs.course;

import com.google.protobuf.util.Timestamps;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sevenlayers.chassis.v1.World;
import sevenlayers.lab.v1.ClaimVerdict;
import sevenlayers.lab.v1.Lab;
import sevenlayers.lab.v1.Verdict;
import sevenlayers.labs.course.chapter.Catalogue.Claim;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.course.ledger.Ledger;
import sevenlayers.labs.course.ledger.Verdicts;
import sevenlayers.labs.world.WorldKind;

/** The course's own types as messages of the contract. */
public final class Answers {

    private Answers() {}

    /** @param world the one that is up, as in {@code processes}; empty if none is */
    public static List<Lab> labs(Course course, String world, String language) {
        List<Lab> labs = new ArrayList<>();
        for (Chapter chapter : course.chapters().all()) {
            labs.add(Lab.newBuilder()
                    .setId(chapter.id())
                    .setTitle(chapter.texts().get(language, "title"))
                    .setSummary(chapter.texts().get(language, "summary"))
                    .setMinutes(chapter.minutes())
                    .addAllClaims(chapter.claims())
                    .addAllPrerequisites(chapter.prerequisites())
                    .addAllWorlds(chapter.worlds().stream().map(Answers::world).toList())
                    .setDone(course.done(chapter, world))
                    .setSteps(chapter.steps().size())
                    .build());
        }
        return labs;
    }

    /** Every claim of the course: its last verdict in each world that measured it, or one that says that it is open. */
    public static List<ClaimVerdict> claims(Course course) {
        Map<String, List<Ledger.Entry>> measured = new LinkedHashMap<>();
        course.ledger()
                .latest()
                .forEach(entry -> measured.computeIfAbsent(entry.claim(), _ -> new ArrayList<>())
                        .add(entry));
        List<ClaimVerdict> claims = new ArrayList<>();
        for (Claim claim : course.catalogue().claims()) {
            List<Ledger.Entry> entries = measured.getOrDefault(claim.id(), List.of());
            entries.forEach(entry -> claims.add(verdict(claim, entry)));
            if (entries.isEmpty()) {
                claims.add(ClaimVerdict.newBuilder()
                        .setClaim(claim.id())
                        .setText(claim.text())
                        .setChapter(claim.chapter())
                        .setVerdict(Verdict.VERDICT_OPEN)
                        .build());
            }
        }
        return claims;
    }

    private static ClaimVerdict verdict(Claim claim, Ledger.Entry entry) {
        ClaimVerdict.Builder verdict = ClaimVerdict.newBuilder()
                .setClaim(claim.id())
                .setText(text(claim, Verdicts.of(entry.verdict())))
                .setChapter(claim.chapter())
                .setVerdict(Verdicts.of(entry.verdict()))
                .setEvidence(entry.evidence())
                .setCommit(entry.commit());
        for (WorldKind kind : WorldKind.values()) {
            if (kind.label().equals(entry.world())) {
                verdict.setWorld(world(kind));
            }
        }
        try {
            verdict.setAt(Timestamps.parse(entry.at()));
        } catch (ParseException _) {
            verdict.clearAt();
        }
        return verdict.build();
    }

    static List<ClaimVerdict> verdicts(
            Course course, Chapter chapter, WorldKind world, Map<String, Verdict> verdicts, String evidence) {
        return verdicts.entrySet().stream()
                .map(verdict -> ClaimVerdict.newBuilder()
                        .setClaim(verdict.getKey())
                        .setText(text(course.catalogue().claim(verdict.getKey()), verdict.getValue()))
                        .setChapter(chapter.id())
                        .setWorld(world(world))
                        .setVerdict(verdict.getValue())
                        .setEvidence(evidence)
                        .build())
                .toList();
    }

    /** The claim, and what was found instead where that is another thing. */
    private static String text(Claim claim, Verdict verdict) {
        boolean asClaimed = verdict != Verdict.VERDICT_REFINED && verdict != Verdict.VERDICT_REFUTED;
        return asClaimed || claim.found().isEmpty() ? claim.text() : claim.text() + " Found: " + claim.found();
    }

    static World world(WorldKind kind) {
        return switch (kind) {
            case PROCESSES -> World.WORLD_PROCESSES;
            case CONTAINERS -> World.WORLD_CONTAINERS;
            case CLUSTER -> World.WORLD_CLUSTER;
        };
    }
}
