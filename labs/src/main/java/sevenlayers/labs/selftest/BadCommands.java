package sevenlayers.labs.selftest;

import java.util.List;
import sevenlayers.labs.course.chapter.Chapter;

/** What was mistyped is answered with what was wrong, what is allowed and what to do. */
final class BadCommands implements Walk {

    @Override
    public void take(Trial trial) {
        trial.say().accept("commands that are refused");
        Chapter chapter = trial.chapters().getFirst();
        String topic = chapter.id().substring(3);

        trial.lab("statsu").exits(2).says("is no command", "Did you mean \"status\"?", "./lab --help");
        trial.lab("scale", "nod", "3").exits(1).says("is no service", "Did you mean \"node\"?");
        trial.lab("scale", "node", "many").exits(2).says("PODS is \"many\"; it must be a whole number");
        for (String pods : List.of("0", "-1", "1000000000")) {
            trial.lab("scale", "--", "node", pods).exits(1).says("replicas is " + pods, "from 1 to 20");
        }
        trial.lab("pause", "node-9").exits(1).says("\"node-9\" is no pod", "There are ", "balancer-1");
        trial.lab("logs", "nodes").exits(1).says("\"nodes\" is no pod", "Did you mean \"node-1\"?");
        trial.lab("run", topic.substring(1)).exits(1).says("There is no lab", "Did you mean \"" + topic + "\"?");
        trial.lab("check", "99").exits(1).says("There is no lab \"99\"", chapter.id());
        trial.lab("check", chapter.number(), "--junit", "/dev/null/checks.xml")
                .exits(1)
                .says("/dev/null/checks.xml cannot be written", "--junit")
                .saysNot("step");
        trial.lab("tcp", "shwo").exits(2).says("\"shwo\" is no command of ./lab tcp", "Did you mean \"show\"?");
        trial.lab("tcp", "show", "handshak")
                .exits(1)
                .says("There is no scenario", "Did you mean \"handshake\"?", "bottleneck");
        trial.lab("tcp", "show").exits(1).says("Which scenario?", "./lab tcp list");
        trial.lab("tcp", "show", "handshake", "--only", "snet")
                .exits(1)
                .says("no kind of event", "Did you mean \"sent\"?");
        trial.lab("tcp", "show", "handshake", "--loss", "2").exits(1).says("loss");
        trial.lab("tcp", "show", "handshake", "--algorithm", "cubik").exits(1).says("cubik", "cubic");
        trial.lab("tcp", "capture", "handshake", "-o", "/dev/null/x.pcapng")
                .exits(1)
                .says("/dev/null/x.pcapng cannot be written", "-o");
        trial.lab("up", "--containers").exits(1).says("up as processes", "one world at a time", "./lab down");
        trial.nodes(3);
    }
}
