package sevenlayers.labs.world.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevenlayers.labs.world.Progress;
import sevenlayers.labs.world.WorldException;
import sevenlayers.labs.world.tool.Tool;

/** Against a docker of our own, a script that remembers what it built in a file. */
class ImagesTest {

    private static final String DOCKER = """
            #!/bin/sh
            echo "$*" >>"$0.asked"
            case "$1 $2" in
              "image inspect") grep -qx "$3" "$0.images" ;;
              "image ls") sed -n "s|^$5:||p" "$0.images" ;;
              "image rm") grep -vx "$3" "$0.images" >"$0.left"; mv "$0.left" "$0.images" ;;
              build*) while [ "$1" != --tag ]; do shift; done; echo "$2" >>"$0.images" ;;
              *) exit 64 ;;
            esac
            """;

    @TempDir
    Path directory;

    private final List<Progress> progress = new ArrayList<>();
    private Images images;

    @BeforeEach
    void a_checkout_with_two_built_services() throws IOException {
        for (String file : List.of("Dockerfile", "jvm.options", "train.sh")) {
            write("services/" + file, file);
        }
        for (String service : List.of("node", "client")) {
            write("services/" + service + "/target/quarkus-app/quarkus-run.jar", "runner");
            write("services/" + service + "/target/quarkus-app/app/" + service + ".jar", "first");
        }
        Path docker = write("docker", DOCKER);
        assertThat(docker.toFile().setExecutable(true)).isTrue();
        write("docker.images", "seven-layers/node:dev\n");
        images = images("");
    }

    @Test
    void what_is_not_there_is_built_once() throws IOException {
        List<Image> first = build();
        List<Image> second = build();

        assertThat(first).extracting(Image::service).containsExactly("node", "client");
        assertThat(second).isEqualTo(first);
        assertThat(builds()).hasSize(2).allMatch(line -> line.contains("--force-rm") && !line.contains("BASE_IMAGE"));
        assertThat(progress).contains(new Progress("images", 0, 2), new Progress("images", 2, 2));
    }

    @Test
    void a_changed_service_is_another_image_and_the_others_stay() throws IOException {
        List<Image> before = build();
        write("services/node/target/quarkus-app/app/node.jar", "second");
        List<Image> after = build();

        assertThat(after.get(0)).isNotEqualTo(before.get(0));
        assertThat(after.get(1)).isEqualTo(before.get(1));
        assertThat(builds()).hasSize(3);
    }

    @Test
    void a_newer_date_or_a_new_cache_of_the_build_changes_nothing() throws IOException {
        List<Image> before = build();
        write("services/node/target/quarkus-app/app.aot", "made by another JDK");
        write("services/node/target/quarkus-app/app/node.jar", "first");

        assertThat(build()).isEqualTo(before);
    }

    @Test
    void another_base_is_another_image() throws IOException {
        List<Image> before = build();
        images = images("lab/base:25");

        assertThat(build()).doesNotContainAnyElementsOf(before);
        assertThat(builds())
                .filteredOn(line -> line.contains("BASE_IMAGE=lab/base:25"))
                .hasSize(2);
    }

    @Test
    void older_images_are_forgotten_but_not_those_made_by_hand() throws IOException {
        build();
        write("services/node/target/quarkus-app/app/node.jar", "second");
        List<Image> now = build();
        images.forgetAllBut(now);

        assertThat(Files.readAllLines(directory.resolve("docker.images")))
                .containsExactlyInAnyOrder(
                        "seven-layers/node:dev", now.get(0).name(), now.get(1).name());
    }

    @Test
    void without_a_build_the_sentence_says_what_to_do() throws IOException {
        Files.delete(directory.resolve("services/node/target/quarkus-app/quarkus-run.jar"));

        assertThatThrownBy(this::build)
                .isInstanceOf(WorldException.class)
                .hasMessageEndingWith("run ./lab build first.");
    }

    private Images images(String base) {
        return new Images(new Tool(directory.resolve("docker").toString(), directory, Map.of()), directory, base);
    }

    private List<Image> build() {
        return images.build(List.of("node", "client"), progress::add);
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(directory.resolve("docker.asked")).stream()
                .filter(line -> line.startsWith("build"))
                .toList();
    }

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
