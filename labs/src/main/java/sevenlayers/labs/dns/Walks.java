package sevenlayers.labs.dns;

import com.google.gson.Gson;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import sevenlayers.dns.v1.Candidate;
import sevenlayers.dns.v1.Finished;
import sevenlayers.dns.v1.RecordSet;
import sevenlayers.dns.v1.ReplyHeard;
import sevenlayers.dns.v1.ReplyKind;
import sevenlayers.dns.v1.ResolveResponse;
import sevenlayers.dns.v1.Transport;
import sevenlayers.lab.v1.Walk;
import sevenlayers.lab.v1.WalkStep;
import sevenlayers.labs.course.LabProblem;

/** Makes a walk of the steps that a resolver told. */
public final class Walks {

    private static final Gson JSON = new Gson();

    private final Walk.Builder walk = Walk.newBuilder();
    private String chosen = "";
    private int fromCache;

    private Walks() {}

    /** Of answers of {@code Resolve}, as a step recorded them. */
    public static Walk of(List<Map<String, Object>> rows) {
        Walks walks = new Walks();
        for (Map<String, Object> row : rows) {
            walks.add(read(row));
        }
        return walks.walk.build();
    }

    private static ResolveResponse read(Map<String, Object> row) {
        ResolveResponse.Builder step = ResolveResponse.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(JSON.toJson(row), step);
            return step.build();
        } catch (InvalidProtocolBufferException e) {
            throw new LabProblem("A row that was to be drawn is no step of a walk: " + e.getMessage(), e);
        }
    }

    private void add(ResolveResponse step) {
        switch (step.getStepCase()) {
            case BEGUN -> begun(step);
            case CACHE_READ -> {
                fromCache++;
                RecordSet records = step.getCacheRead().getEntry().getRecords();
                step(step, "cache").setWhat(known(step.getCacheRead().getEntry().getWhat(), records));
            }
            case JOINED -> step(step, "resolver").setWhat("the same question is under way");
            case SERVER_CHOSEN -> chosen = step.getWhy().getText();
            case REPLY_HEARD -> heard(step, step.getReplyHeard());
            case UNANSWERED ->
                step(step, pod(step.getUnanswered().getServer()))
                        .setMicros(step.getUnanswered().getAfterMicros())
                        .setWhat("no reply: " + step.getUnanswered().getEnding())
                        .setInVain(true);
            case ALIAS_FOLLOWED ->
                step(step, "alias").setWhat("on to " + step.getAliasFollowed().getTo());
            case SCRUBBED ->
                step(step, "resolver")
                        .setWhat("does not believe " + text(step.getScrubbed().getRecords()));
            case FINISHED -> {
                if (step.getDepth() == 0) {
                    walk.setSummary(summary(step, step.getFinished()));
                }
            }
            case ZONE_ENTERED, MINIMISED, QUESTION_SENT, CACHE_WRITE, STEP_NOT_SET -> {}
        }
    }

    private void begun(ResolveResponse step) {
        String question = step.getBegun().getName() + " " + step.getBegun().getType() + " ?";
        if (step.getDepth() == 0) {
            walk.setQuestion(question);
        } else {
            step(step, question);
        }
    }

    private void heard(ResolveResponse step, ReplyHeard heard) {
        String over = heard.getTransport() == Transport.TRANSPORT_TCP ? ", over TCP" : "";
        boolean vain = switch (heard.getKind()) {
            case REPLY_KIND_FOREIGN, REPLY_KIND_MALFORMED, REPLY_KIND_LAME, REPLY_KIND_UNSUPPORTED -> true;
            default -> false;
        };
        String why = vain || heard.getKind() == ReplyKind.REPLY_KIND_TRUNCATED
                ? step.getWhy().getText()
                : chosen;
        step(step, pod(heard.getServer()))
                .setMicros(heard.getAfterMicros())
                .setWhat(what(heard) + over)
                .setWhy(why)
                .setInVain(vain);
    }

    private static String what(ReplyHeard heard) {
        return switch (heard.getKind()) {
            case REPLY_KIND_ANSWER ->
                "answer: " + heard.getRecordsList().stream().map(Walks::text).collect(Collectors.joining("; "));
            case REPLY_KIND_REFERRAL -> "referral to " + heard.getRecords(0).getName();
            case REPLY_KIND_ALIAS -> "an alias";
            case REPLY_KIND_NO_DATA -> "the name is there, and has no such type";
            case REPLY_KIND_NXDOMAIN -> "there is no such name";
            case REPLY_KIND_TRUNCATED -> "it does not fit (TC)";
            case REPLY_KIND_CASE_LOST -> "not in the case that was sent";
            case REPLY_KIND_FOREIGN -> "not the reply";
            case REPLY_KIND_UNSUPPORTED -> "does not know EDNS";
            case REPLY_KIND_MALFORMED -> "cannot be read";
            case REPLY_KIND_LAME -> "is no server of the zone";
            case REPLY_KIND_TOO_LONG -> "an alias to too long a name";
            case REPLY_KIND_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    private static String known(String what, RecordSet records) {
        return switch (what) {
            case "records" -> text(records) + ", for " + records.getTtlSeconds() + " s more";
            case "nxdomain" -> "there is no " + records.getName() + ", for " + records.getTtlSeconds() + " s more";
            case "nodata" -> "no such type, for " + records.getTtlSeconds() + " s more";
            default -> "it failed a moment ago";
        };
    }

    /** Of many records the number. */
    private static String text(RecordSet set) {
        return set.getDataCount() > 3
                ? set.getDataCount() + " " + set.getType() + " records"
                : set.getType() + " " + String.join(", ", set.getDataList()) + " (TTL " + set.getTtlSeconds() + ")";
    }

    private String summary(ResolveResponse step, Finished finished) {
        return finished.getRcode() + (finished.getStale() ? ", stale," : "")
                + String.format(Locale.ROOT, " in %.1f ms, ", step.getAtMicros() / 1e3)
                + finished.getQuestions() + (finished.getQuestions() == 1 ? " question, " : " questions, ")
                + fromCache + " from the cache";
    }

    /** {@code shop-1.shop.lab.} is the pod {@code shop-1}. */
    private static String pod(Candidate server) {
        int dot = server.getServer().indexOf('.');
        return dot < 0 ? server.getServer() : server.getServer().substring(0, dot);
    }

    private WalkStep.Builder step(ResolveResponse step, String who) {
        return walk.addStepsBuilder()
                .setDepth(step.getDepth())
                .setWho(who)
                .setWhy(step.getWhy().getText());
    }
}
