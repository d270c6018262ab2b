package sevenlayers.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import sevenlayers.dns.cache.Cached;
import sevenlayers.dns.cache.Denial;
import sevenlayers.dns.cache.Written;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.reply.Reply;
import sevenlayers.dns.trace.Event;
import sevenlayers.dns.trace.Outcome;
import sevenlayers.dns.v1.AliasFollowed;
import sevenlayers.dns.v1.Begun;
import sevenlayers.dns.v1.CacheEntry;
import sevenlayers.dns.v1.CacheRead;
import sevenlayers.dns.v1.CacheWrite;
import sevenlayers.dns.v1.Candidate;
import sevenlayers.dns.v1.Finished;
import sevenlayers.dns.v1.Joined;
import sevenlayers.dns.v1.Minimised;
import sevenlayers.dns.v1.QuestionSent;
import sevenlayers.dns.v1.ReplyHeard;
import sevenlayers.dns.v1.ReplyKind;
import sevenlayers.dns.v1.ResolveResponse;
import sevenlayers.dns.v1.Scrubbed;
import sevenlayers.dns.v1.ServerChosen;
import sevenlayers.dns.v1.Unanswered;
import sevenlayers.dns.v1.ZoneEntered;

/** The steps of a walk as messages of the contract. */
final class TraceMessages {
    private TraceMessages() {}

    /** @param questions that were sent so far */
    static ResolveResponse step(int number, int depth, long micros, Event event, int questions) {
        ResolveResponse.Builder step = ResolveResponse.newBuilder()
                .setNumber(number)
                .setDepth(depth)
                .setAtMicros(micros)
                .setWhy(RecordMessages.reason(event.why()));
        switch (event) {
            case Event.Begun begun ->
                step.setBegun(
                        Begun.newBuilder().setName(begun.name().toString()).setType(Type.string(begun.type())));
            case Event.Joined joined ->
                step.setJoined(
                        Joined.newBuilder().setName(joined.name().toString()).setType(Type.string(joined.type())));
            case Event.FromCache read ->
                step.setCacheRead(CacheRead.newBuilder().setEntry(entry(read.cached())));
            case Event.Entered entered ->
                step.setZoneEntered(ZoneEntered.newBuilder()
                        .setZone(entered.zone().toString())
                        .addAllServers(
                                entered.servers().stream().map(Name::toString).toList()));
            case Event.Minimised less ->
                step.setMinimised(
                        Minimised.newBuilder().setName(less.name().toString()).setType(Type.string(less.type())));
            case Event.Chosen chosen ->
                step.setServerChosen(ServerChosen.newBuilder()
                        .setServer(candidate(chosen.server()))
                        .addAllCandidates(chosen.candidates().stream()
                                .map(TraceMessages::candidate)
                                .toList()));
            case Event.Sent sent -> step.setQuestionSent(sent(sent));
            case Event.Heard heard -> step.setReplyHeard(heard(heard));
            case Event.Unanswered silent ->
                step.setUnanswered(Unanswered.newBuilder()
                        .setServer(candidate(silent.server()))
                        .setTransport(RecordMessages.transport(silent.protocol()))
                        .setAfterMicros(micros(silent.after()))
                        .setEnding(silent.ending().name().toLowerCase(Locale.ROOT)));
            case Event.Offered offered ->
                step.setCacheWrite(CacheWrite.newBuilder()
                        .setRecords(RecordMessages.set(offered.set()))
                        .setRank(offered.rank().origin())
                        .setStored(offered.written() instanceof Written.Stored)
                        .setWhat("records"));
            case Event.OfferedDenial denial -> step.setCacheWrite(denial(denial));
            case Event.Scrubbed scrubbed ->
                step.setScrubbed(Scrubbed.newBuilder().setRecords(RecordMessages.set(scrubbed.set())));
            case Event.Followed followed ->
                step.setAliasFollowed(AliasFollowed.newBuilder()
                        .setFrom(followed.from().toString())
                        .setTo(followed.to().toString()));
            case Event.Finished finished -> step.setFinished(finished(finished.outcome(), questions));
        }
        return step.build();
    }

    static CacheEntry entry(Cached cached) {
        return switch (cached) {
            case Cached.Known known ->
                CacheEntry.newBuilder()
                        .setRecords(RecordMessages.set(known.set()))
                        .setWhat("records")
                        .setRank(known.rank().origin())
                        .build();
            case Cached.Denied denied ->
                CacheEntry.newBuilder()
                        .setRecords(RecordMessages.empty(denied.name(), denied.type())
                                .setTtlSeconds(denied.ttl()))
                        .setWhat(denied.denial() == Denial.NXDOMAIN ? "nxdomain" : "nodata")
                        .setRank(denied.rank().origin())
                        .build();
            case Cached.Failed failed ->
                CacheEntry.newBuilder()
                        .setRecords(RecordMessages.empty(failed.name(), failed.type())
                                .setTtlSeconds(failed.ttl()))
                        .setWhat("failure")
                        .build();
        };
    }

    private static CacheWrite denial(Event.OfferedDenial denial) {
        long ttl = denial.written() instanceof Written.Stored stored ? stored.ttl() : 0;
        return CacheWrite.newBuilder()
                .setRecords(RecordMessages.empty(denial.name(), denial.type()).setTtlSeconds(ttl))
                .setRank("authority section, AA set")
                .setStored(denial.written() instanceof Written.Stored)
                .setWhat(denial.denial() == Denial.NXDOMAIN ? "nxdomain" : "nodata")
                .build();
    }

    private static QuestionSent sent(Event.Sent sent) {
        return QuestionSent.newBuilder()
                .setServer(candidate(sent.server()))
                .setTransport(RecordMessages.transport(sent.protocol()))
                .setId(sent.id())
                .setName(sent.name().toString())
                .setType(Type.string(sent.type()))
                .setEdns(sent.edns())
                .setAttempt(sent.attempt())
                .setBytes(sent.bytes())
                .setPatienceMicros(micros(sent.patience()))
                .build();
    }

    private static ReplyHeard heard(Event.Heard heard) {
        List<RecordSet> records = new ArrayList<>();
        ReplyKind kind = switch (heard.reply()) {
            case Reply.Foreign _ -> ReplyKind.REPLY_KIND_FOREIGN;
            case Reply.CaseLost _ -> ReplyKind.REPLY_KIND_CASE_LOST;
            case Reply.Truncated _ -> ReplyKind.REPLY_KIND_TRUNCATED;
            case Reply.Unsupported _ -> ReplyKind.REPLY_KIND_UNSUPPORTED;
            case Reply.Malformed _ -> ReplyKind.REPLY_KIND_MALFORMED;
            case Reply.Lame _ -> ReplyKind.REPLY_KIND_LAME;
            case Reply.Answer answer -> {
                records.addAll(answer.chain());
                records.add(answer.records());
                yield ReplyKind.REPLY_KIND_ANSWER;
            }
            case Reply.Alias alias -> {
                records.addAll(alias.chain());
                yield ReplyKind.REPLY_KIND_ALIAS;
            }
            case Reply.Referral referral -> {
                records.add(referral.servers());
                records.addAll(referral.glue());
                yield ReplyKind.REPLY_KIND_REFERRAL;
            }
            case Reply.NoData none -> {
                records.addAll(none.chain());
                none.soa().ifPresent(records::add);
                yield ReplyKind.REPLY_KIND_NO_DATA;
            }
            case Reply.NxDomain none -> {
                records.addAll(none.chain());
                none.soa().ifPresent(records::add);
                yield ReplyKind.REPLY_KIND_NXDOMAIN;
            }
            case Reply.TooLong tooLong -> {
                records.addAll(tooLong.chain());
                yield ReplyKind.REPLY_KIND_TOO_LONG;
            }
        };
        return ReplyHeard.newBuilder()
                .setServer(candidate(heard.server()))
                .setFrom(RecordMessages.address(heard.from()))
                .setToPort(heard.port())
                .setTransport(RecordMessages.transport(heard.protocol()))
                .setAfterMicros(micros(heard.after()))
                .setBytes(heard.bytes())
                .setKind(kind)
                .addAllRecords(RecordMessages.sets(records))
                .build();
    }

    static Finished finished(Outcome outcome, int questions) {
        return Finished.newBuilder()
                .setRcode(Rcode.string(outcome.rcode()))
                .addAllAnswer(RecordMessages.sets(outcome.answer()))
                .addAllAuthority(RecordMessages.sets(outcome.authority()))
                .setStale(outcome.stale())
                .addAllErrors(
                        outcome.errors().stream().map(RecordMessages::error).toList())
                .setQuestions(questions)
                .build();
    }

    private static Candidate candidate(Event.Candidate candidate) {
        Candidate.Builder message = Candidate.newBuilder()
                .setServer(candidate.name().toString())
                .setAddress(RecordMessages.address(candidate.address()));
        if (candidate.known()) {
            message.setSmoothedRttMicros(micros(candidate.smoothedRtt()));
        }
        return message.build();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
