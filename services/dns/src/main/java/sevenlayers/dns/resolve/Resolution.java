package sevenlayers.dns.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import sevenlayers.dns.cache.Cached;
import sevenlayers.dns.cache.Denial;
import sevenlayers.dns.message.Reason;
import sevenlayers.dns.message.RecordSet;
import sevenlayers.dns.reply.Reply;
import sevenlayers.dns.trace.Event;
import sevenlayers.dns.trace.ExtendedError;
import sevenlayers.dns.trace.Outcome;

/** One question from its beginning to its end: the cache, then the servers, along all aliases. */
final class Resolution {
    private final Task task;
    private final int depth;
    private final Key key;
    private final Set<Key> ancestors;
    private final Reason why;
    private final Consumer<Outcome> done;
    private final List<RecordSet> chain = new ArrayList<>();
    private final Set<Name> seen = new HashSet<>();
    private Name current;

    /** @param ancestors the questions for whose sake this is asked, and this one, as far as they are about servers */
    Resolution(Task task, int depth, Key key, Set<Key> ancestors, Reason why, Consumer<Outcome> done) {
        this.task = task;
        this.depth = depth;
        this.key = key;
        this.ancestors = ancestors;
        this.why = why;
        this.done = done;
        this.current = key.name();
    }

    void begin() {
        task.tell(depth, new Event.Begun(key.name(), key.type(), why));
        step();
    }

    private void step() {
        if (!seen.add(current)) {
            fail(new ExtendedError(ExtendedError.OTHER, "the aliases of " + key.name() + " go in a circle"));
        } else if (seen.size() > Settings.MOST_ALIASES) {
            fail(new ExtendedError(
                    ExtendedError.OTHER, key.name() + " has more than " + Settings.MOST_ALIASES + " aliases in a row"));
        } else if (depth > Settings.DEEPEST) {
            fail(new ExtendedError(ExtendedError.OTHER, "questions within questions, " + depth + " deep"));
        } else if (!remembered()) {
            new Descent(task, depth, new Key(current, key.type()), ancestors, this::heard).begin(mayRemember());
        }
    }

    private boolean mayRemember() {
        return task.options.fromCache() || depth > 0;
    }

    private boolean remembered() {
        if (!mayRemember()) {
            return false;
        }
        Optional<Cached> found = task.means
                .cache()
                .find(current, key.type())
                .or(() -> task.means.cache().failure(current, key.type()));
        if (found.isEmpty()) {
            return false;
        }
        task.tell(depth, new Event.FromCache(found.get(), whyRemembered(found.get())));
        switch (Remembered.read(found.get(), current, key.type())) {
            case Remembered.Piece.End(Outcome outcome) when outcome.failed() -> stale(outcome);
            case Remembered.Piece.End(Outcome outcome) -> finish(outcome, whyRemembered(found.get()));
            case Remembered.Piece.Alias alias -> follow(alias.chain(), alias.target());
        }
        return true;
    }

    private static Reason whyRemembered(Cached cached) {
        return switch (cached) {
            case Cached.Known known ->
                Reason.rfc(1035, "7.4", known.rank().origin() + ", good for another " + known.ttl() + " s");
            case Cached.Denied denied ->
                Reason.rfc(2308, "5", "that it does not exist is good for another " + denied.ttl() + " s");
            case Cached.Failed failed ->
                Reason.rfc(9520, "3.2", "it failed a moment ago; asked again in " + failed.ttl() + " s");
        };
    }

    private void heard(Round.End end) {
        switch (end) {
            case Round.End.Said(Reply reply, var _) -> said(reply);
            case Round.End.Failed(ExtendedError error) -> fail(error);
        }
    }

    private void said(Reply reply) {
        switch (reply) {
            case Reply.Answer answer -> {
                chain.addAll(answer.chain());
                finish(Outcome.answer(List.of(answer.records())), answer.why());
            }
            case Reply.Alias alias -> follow(alias.chain(), alias.target());
            case Reply.NoData none -> denied(none.chain(), none.name(), Denial.NODATA, none.soa(), none.why());
            case Reply.NxDomain none -> denied(none.chain(), none.name(), Denial.NXDOMAIN, none.soa(), none.why());
            case Reply.TooLong tooLong -> {
                chain.addAll(tooLong.chain());
                finish(new Outcome(Rcode.YXDOMAIN, List.of(), List.of(), false, List.of()), tooLong.why());
            }
            case Reply.Foreign _,
                    Reply.CaseLost _,
                    Reply.Truncated _,
                    Reply.Unsupported _,
                    Reply.Malformed _,
                    Reply.Lame _,
                    Reply.Referral _ -> throw new IllegalStateException("no last word: " + reply);
        }
    }

    private void follow(List<RecordSet> links, Name target) {
        chain.addAll(links);
        task.tell(
                depth,
                new Event.Followed(current, target, Reason.rfc(1034, "3.6.2", current + " is an alias of " + target)));
        // Names passed on the way count, too: a loop may lie within one reply.
        links.stream()
                .map(RecordSet::name)
                .filter(name -> !name.equals(current))
                .forEach(seen::add);
        current = target;
        step();
    }

    private void denied(List<RecordSet> links, Name name, Denial denial, Optional<RecordSet> soa, Reason because) {
        chain.addAll(links);
        if (soa.isPresent()) {
            task.tell(
                    depth,
                    new Event.OfferedDenial(
                            name, key.type(), denial, task.means.cache().deny(name, key.type(), denial, soa.get())));
        }
        // RFC 2308 §3, §5: the TTL of the SOA is how long the denial may be kept.
        int rcode = denial == Denial.NXDOMAIN ? Rcode.NXDOMAIN : Rcode.NOERROR;
        List<RecordSet> proof = soa.map(Resolution::limited).stream().toList();
        finish(new Outcome(rcode, List.of(), proof, false, List.of()), because);
    }

    private static RecordSet limited(RecordSet soa) {
        long minimum = ((SOARecord) soa.records().getFirst()).getMinimum();
        return soa.withTtl(Math.min(soa.ttl(), minimum));
    }

    private void fail(ExtendedError error) {
        task.means.cache().fail(current, key.type(), error.code(), error.text());
        stale(Outcome.failure(error));
    }

    /** RFC 8767 §4: old data is better than none. */
    private void stale(Outcome failure) {
        Optional<Outcome> old =
                mayRemember() ? Remembered.answer(task.means.cache(), current, key.type(), true) : Optional.empty();
        ExtendedError error = failure.errors().getLast();
        finish(
                old.map(outcome -> outcome.with(error)).orElse(failure),
                old.isPresent()
                        ? Reason.rfc(8767, "4", "what is known has outlived its TTL, but is better than nothing")
                        : Reason.rfc(1035, "4.1.1", "there is no answer: " + error.text()));
    }

    private void finish(Outcome outcome, Reason because) {
        Outcome all = outcome.failed() ? outcome : outcome.after(chain);
        task.tell(depth, new Event.Finished(all, because));
        done.accept(all);
    }
}
