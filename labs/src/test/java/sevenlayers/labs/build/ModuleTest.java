package sevenlayers.labs.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a module is built on stands in its pom.xml, too: what is left out here would not be built again when it changes. */
class ModuleTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern OURS =
            Pattern.compile("<groupId>sevenlayers</groupId>\\s*<artifactId>(\\w+)</artifactId>");

    static List<Module> modules() {
        return Module.ALL;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_needs_what_its_pom_names_and_comes_after_it(Module module) throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher dependency =
                DEPENDENCY.matcher(Files.readString(module.in(REPOSITORY).resolve("pom.xml")));
        while (dependency.find()) {
            Matcher ours = OURS.matcher(dependency.group(1));
            if (ours.find() && !dependency.group(1).contains("<scope>test</scope>")) {
                named.add(ours.group(1));
            }
        }
        List<String> needed = module.needs().stream()
                .map(folder -> Path.of(folder).getFileName().toString())
                .toList();
        assertThat(needed).containsAll(named);

        List<String> before = new ArrayList<>();
        for (Module other : Module.ALL.subList(0, Module.ALL.indexOf(module))) {
            before.add(other.folder());
        }
        assertThat(before).containsAll(module.needs());
    }
}
