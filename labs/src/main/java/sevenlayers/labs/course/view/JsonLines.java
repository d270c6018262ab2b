package sevenlayers.labs.course.view;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.protobuf.util.Timestamps;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import sevenlayers.chassis.v1.World;
import sevenlayers.lab.v1.CheckResult;
import sevenlayers.lab.v1.ClaimVerdict;
import sevenlayers.labs.course.ledger.Verdicts;

/** Checks and claims for programs: one JSON object a line. */
public final class JsonLines {

    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private JsonLines() {}

    public static String check(String lab, CheckResult check) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("lab", lab);
        line.put("check", check.getId());
        line.put("control", check.getControl());
        line.put("title", check.getTitle());
        line.put("claims", check.getClaimsList());
        line.put("passed", check.getPassed());
        line.put("skipped", check.getSkipped());
        line.put("expected", check.getExpected());
        line.put("saw", check.getSaw());
        line.put("because", check.getBecause());
        line.put("look_at", check.getLookAt());
        return JSON.toJson(line);
    }

    public static String claim(ClaimVerdict claim) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("claim", claim.getClaim());
        line.put("chapter", claim.getChapter());
        line.put("world", world(claim.getWorld()));
        line.put("verdict", Verdicts.word(claim.getVerdict()));
        line.put("evidence", claim.getEvidence());
        line.put("commit", claim.getCommit());
        line.put("at", claim.hasAt() ? Timestamps.toString(claim.getAt()) : "");
        return JSON.toJson(line);
    }

    /** {@code processes}; empty if it is not said. */
    public static String world(World world) {
        return world == World.WORLD_UNSPECIFIED
                ? ""
                : world.name().replace("WORLD_", "").toLowerCase(Locale.ROOT);
    }
}
