package sevenlayers.labs.selftest;

import java.nio.file.Files;
import java.nio.file.Path;
import sevenlayers.labs.course.chapter.Chapter;
import sevenlayers.labs.world.WorldKind;

/** The commands that look at a world and change it. */
final class CommandWalk implements Walk {

    @Override
    public void take(Trial trial) {
        look(trial);
        tcp(trial);
        scale(trial);
        freeze(trial);
        stop(trial);
    }

    private static void look(Trial trial) {
        trial.say().accept("status, labs, doctor, logs");
        trial.nodes(3)
                .says(
                        trial.world().label(),
                        "balancer-1",
                        "client-1",
                        "agent on localhost:" + trial.layout().agentPort());
        Answered labs = trial.lab("labs")
                .succeeds()
                .says("the world of " + trial.world().label());
        for (Chapter chapter : trial.chapters()) {
            labs.says(chapter.number() + " " + chapter.texts().get("en", "title") + " " + chapter.minutes() + " min");
        }
        trial.lab("doctor").succeeds().says("Nothing is in the way", "held by the lab, which is up");
        trial.lab("logs", "node-2").succeeds().says("\"pod\":\"node-2\"").saysNot("\"pod\":\"node-1\"");
        trial.lab("logs", "node", "--last", "50").succeeds().says("node-1 ", "node-2 ", "node-3 ");
        trial.lab("logs", "agent")
                .succeeds()
                .says("the lab is up as " + trial.world().label());
    }

    private static void tcp(Trial trial) {
        trial.say().accept("tcp");
        trial.lab("tcp", "list").succeeds().says("handshake", "bottleneck");
        trial.lab("tcp", "show", "syn-lost")
                .succeeds()
                .says("SYN-SENT", "SYN-RECEIVED", "RFC 6298", "virtual time", "grpcurl");
        trial.lab("tcp", "show", "handshake", "--json", "--only", "lost", "--drop", "1")
                .succeeds()
                .says("LOSS_KIND_SCRIPT", "summary");
        trial.lab("tcp", "compare", "go-back-n", "selective-repeat").succeeds().says("goodput", "Jain", "go-back-n");
        Path file = trial.state().resolve("handshake.pcapng");
        trial.lab("tcp", "capture", "handshake", "-o", file.toString())
                .succeeds()
                .says("packets", "wireshark");
        if (!Files.isRegularFile(file)) {
            throw new Broken("./lab tcp capture wrote no " + file);
        }
    }

    private static void scale(Trial trial) {
        trial.say().accept("scale, reset");
        trial.lab("scale", "node", "4").succeeds().says("4 pods, all ready", "node-4");
        trial.nodes(4);
        trial.lab("scale", "node", "3").succeeds();
        trial.nodes(3);
        trial.lab("scale", "node", "4").succeeds();
        trial.lab("reset").succeeds().says("node has 3 pods again");
        trial.nodes(3);
        trial.lab("reset").succeeds().says("Everything is in its place.");
    }

    private static void freeze(Trial trial) {
        trial.say().accept("pause, resume");
        trial.lab("pause", "node-2").succeeds().says("node-2 is frozen", "./lab resume node-2");
        trial.lab("status").succeeds().says("paused");
        trial.lab("resume", "node-2").succeeds().says("node-2 goes on");
        trial.nodes(3).saysNot("paused");
        trial.lab("pause", "node-3").succeeds();
        trial.lab("reset").succeeds().says("let node-3 go on");
        trial.nodes(3);
    }

    /** A cluster starts a pod that was stopped again by itself. */
    private static void stop(Trial trial) {
        trial.say().accept("stop, and up again");
        trial.lab("stop", "node-2").succeeds().says("node-2 has drained and ended");
        if (trial.world() != WorldKind.CLUSTER) {
            gone(trial, "node-2");
        }
        trial.lab("up").succeeds().says("node", "3 pods", "Next:");
        trial.nodes(3);
    }

    private static void gone(Trial trial, String pod) {
        Answered status = trial.lab("status").succeeds();
        boolean ready = status.said().lines().anyMatch(line -> line.matches(" *" + pod + " +\\S+ ready.*"));
        if (ready) {
            throw status.broken("no " + pod + " that is ready", "one that is");
        }
    }
}
