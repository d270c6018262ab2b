package sevenlayers.labs.course.chapter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sevenlayers.labs.course.cel.Expression;

/** One thing that a step does. */
public sealed interface Action {

    /** Its name in the step: a call's answers are recorded under it, and a control changes it by it. */
    String name();

    /**
     * Makes a gRPC call and records its messages.
     *
     * @param target whom to ask
     * @param method its full name, as in {@code sevenlayers.client.v1.ClientService/Drive}
     * @param request as JSON
     * @param with fields of the request that are made of what was recorded before, each by an expression
     * @param mayFail whether a failure is an answer, and recorded: {@code {failure: {code: …, reason: …, message: …}}}
     * @param mine in an exercise: what of the student's file is laid over the request
     * @param take messages after which the stream is ended from here; 0: it ends by itself
     * @param limit how long the call, or the waiting, may take; with {@code take}: when the stream is ended at the latest
     * @param until repeat the call until this holds
     * @param meanwhile what is done while the call is under way, which is ended when this is done; no calls, because what those answer
     *     would have no place in the order
     */
    record Call(
            String name,
            Target target,
            String method,
            Map<String, Object> request,
            Map<String, Expression> with,
            boolean mayFail,
            @Nullable Mine mine,
            int take,
            Duration limit,
            @Nullable Until until,
            List<Action> meanwhile)
            implements Action {

        public Call {
            with = Map.copyOf(with);
            meanwhile = List.copyOf(meanwhile);
        }
    }

    /** A section of the student's file, and the field of the request that it is laid over; null: the request itself. */
    record Mine(String section, @Nullable String into) {}

    /** A condition over what has been recorded, this call's answers included, and the time between two tries. */
    record Until(Expression condition, Duration every) {}

    /** Runs so many pods of a service. */
    record Scale(String name, String service, int to) implements Action {}

    /** Does something to one pod. */
    record PodAction(String name, Verb verb, String pod) implements Action {}

    /** What can be done to a pod. */
    enum Verb {
        STOP,
        PAUSE,
        RESUME
    }

    /** Lets time pass: so much, or until so much has passed since another action of the step ended. */
    record Sleep(String name, Duration duration, @Nullable String since) implements Action {}

    /** Whom a call asks. */
    sealed interface Target {

        /** The front door of a service. */
        record Door(String service) implements Target {}

        /** One pod, by way of the client. */
        record OnePod(String pod) implements Target {}

        /** Each pod of a service in turn, by way of the client. */
        record EachPod(String service) implements Target {}
    }
}
