package sevenlayers.labs.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small course in a folder of its own: two steps, the second going on from the first, and an exercise. */
public final class TestCourse {

    private static final String LAB = """
            id: 01-test
            minutes: 5
            prerequisites: []
            claims: [t.one]
            worlds: [processes]
            state:
              replicas: {node: 3}
            steps:
              - id: first
                predict: {options: [a, b], answer: b, claim: t.one}
                actions:
                  - as: one
                    call: sevenlayers.client.v1.ClientService/Drive
                    request: {target: "node:9000", calls: 60}
                  - sleep: 1 ms
                    since: one
                values:
                  rows: last(one).summary.pods.map(p, {'label':p.pod, 'value':p.calls})
                figures:
                  - {id: bars, rows: "withZeros(rows, world.pods.node)"}
                checks:
                  - id: sixty
                    claims: [t.one]
                    that: last(one).summary.calls == 60
                    saw: string(last(one).summary.calls) + ' calls'
                    because: {fewer: last(one).summary.calls < 60}
                    control: {change: {one: {request: {calls: 2}}}}
                by-hand: [one]
                evidence: {connections: last(one).summary.connections}
              - id: second
                continues: first
                predict: {options: [a, b], answer: a, claim: t.one}
                actions:
                  - scale: node
                    to: 5
                  - as: knobs
                    call: sevenlayers.node.v1.KnobsService/SetKnobs
                    pods: node
                    request: {knobs: {maxConnectionAgeMillis: 1000}}
                  - as: two
                    call: sevenlayers.client.v1.ClientService/Drive
                    request: {target: "node:9000", calls: 5, channel: kept}
                checks:
                  - id: five-pods
                    claims: [t.one]
                    that: size(world.pods.node) == 5
                    saw: string(size(world.pods.node)) + ' pods'
                    control: {before: true, only: [two]}
            exercise:
              start: answer.yaml
              allows: {client: [target, calls]}
              actions:
                - as: after
                  call: sevenlayers.client.v1.ClientService/Drive
                  request: {target: "node:9000", calls: 1}
                  mine: client
              checks:
                - id: enough
                  claims: [t.one]
                  that: last(after).summary.calls >= 10
                  saw: string(last(after).summary.calls)
              solutions: {ten: {client: {calls: 10}}}
              wrong: {nine: {client: {calls: 9}}}
            """;

    private static final String TEXTS = """
            title: Test
            summary: A test.
            steps:
              first:
                text: Sixty calls.
                question: Where?
                options: {a: here, b: there}
                about: {a: "It is b; here was near.", b: It is b.}
                why: Because.
                hints: [Think., Think again.]
                figures: {bars: calls per pod}
              second:
                text: Five pods.
                question: And now?
                options: {a: five, b: three}
                about: {a: It is a., b: It is a.}
                why: Since.
                hints: [Count.]
            checks:
              sixty:
                title: sixty calls
                expected: 60 calls
                control: with two calls there are two
                because: {fewer: "there were ${last(one).summary.calls}"}
              five-pods:
                title: five pods
                expected: 5 pods
                control: before scaling there are three
              enough:
                title: enough calls
                expected: at least 10
            exercise:
              goal: Make ten calls.
              hints: [Count to ten.]
            """;

    private final Path home;

    public TestCourse(Path home) {
        this.home = home;
    }

    public void write() throws IOException {
        Files.createDirectories(chapter());
        Files.writeString(home.resolve("labs/course/claims.yaml"), """
                01-test:
                  t.one: {text: One is one., expected: refined, found: if counted}
                02-later:
                  t.two: {text: Two is two.}
                """);
        Files.writeString(chapter().resolve("lab.yaml"), LAB);
        Files.writeString(chapter().resolve("text.en.yaml"), TEXTS);
        Files.writeString(chapter().resolve("README.md"), "# Test\n");
        Files.writeString(chapter().resolve("answer.yaml"), "client: {calls: 3}\n");
    }

    private Path chapter() {
        return home.resolve("labs/course/01-test");
    }

    public void replaceInLab(String right, String wrong) throws IOException {
        replace(chapter().resolve("lab.yaml"), right, wrong);
    }

    public void replaceInTexts(String right, String wrong) throws IOException {
        replace(chapter().resolve("text.en.yaml"), right, wrong);
    }

    private static void replace(Path file, String right, String wrong) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(right);
        int at = text.indexOf(right);
        Files.writeString(file, text.substring(0, at) + wrong + text.substring(at + right.length()));
    }
}
