package sevenlayers.labs.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom, read from the compiled classes of every module; docs/architecture.md says it in words. */
class HouseRulesTest {

    /** Libraries that every service may use. */
    private static final Set<String> LIBRARIES = Set.of("chassis", "wire");

    /**
     * Sub-packages of a service that are plumbing by nature and may know Quarkus, gRPC and protobuf. Every other sub-package holds a
     * protocol or a mechanism and must not. The root package of a service holds its adapters.
     */
    private static final Set<String> PLUMBING = Set.of(
            "sevenlayers.client.channel",
            "sevenlayers.client.drive",
            "sevenlayers.client.relay",
            "sevenlayers.node.netty");

    private static final String[] FRAMEWORKS = {"io.quarkus..", "io.grpc..", "com.google.protobuf..", "jakarta.."};

    private static final DescribedPredicate<JavaClass> CONTRACT = DescribedPredicate.describe(
            "generated from proto/", type -> type.getPackageName().matches("sevenlayers\\.[a-z]+\\.v\\d+"));

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static Set<String> services() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT.resolve("services"))) {
            return modules.filter(module -> Files.exists(module.resolve("pom.xml")))
                    .map(module -> module.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void a_service_imports_the_contract_and_the_libraries_but_no_other_service(String service) throws IOException {
        Set<String> others = new TreeSet<>(services());
        others.remove(service);
        if (!LIBRARIES.contains(service)) {
            others.removeAll(LIBRARIES);
        }
        others.add("labs");
        String[] forbidden =
                others.stream().map(other -> "sevenlayers." + other + "..").toArray(String[]::new);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden).and(DescribedPredicate.not(CONTRACT)))
                .because("services talk gRPC to each other")
                .check(classesOf("services/" + service));
    }

    @Test
    void labs_imports_the_contract_only() throws IOException {
        String[] forbidden = services().stream()
                .map(service -> "sevenlayers." + service + "..")
                .toArray(String[]::new);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(forbidden).and(DescribedPredicate.not(CONTRACT)))
                .because("a lab sees what a student sees: the services' gRPC calls")
                .check(classesOf("labs"));
    }

    @Test
    void the_contract_needs_no_code_of_ours() {
        classes()
                .that()
                .resideInAPackage("sevenlayers..")
                .should(onlyDependOnClassesThat(
                        CONTRACT.or(DescribedPredicate.not(resideInAnyPackage("sevenlayers..")))))
                .because("a plain grpc-java client uses the jar alone")
                .check(classesOf("proto"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void protocol_packages_know_no_framework(String service) {
        if (LIBRARIES.contains(service)) {
            return; // the chassis is the plumbing itself
        }
        String root = "sevenlayers." + service;
        DescribedPredicate<JavaClass> protocol = DescribedPredicate.describe(
                "in a protocol package of " + service,
                type -> type.getPackageName().startsWith(root + ".") && !PLUMBING.contains(type.getPackageName()));
        noClasses()
                .that(protocol)
                .should()
                .dependOnClassesThat(resideInAnyPackage(FRAMEWORKS).or(CONTRACT))
                .because("one engine serves the gRPC call, the unit test, the benchmark and the proxy")
                .allowEmptyShould(true)
                .check(classesOf("services/" + service));
    }

    @Test
    void a_plain_client_of_the_contract_has_no_quarkus_on_its_class_path() {
        // labs is such a client: it depends on the contract jar as any program outside the house would.
        assertThat(System.getProperty("java.class.path")).contains("proto").doesNotContain("quarkus", "mutiny");
    }

    @Test
    void every_package_says_what_it_is_for() throws IOException {
        List<String> bare;
        try (Stream<Path> files = Files.walk(ROOT)) {
            bare = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                    .map(folder -> ROOT.relativize(folder).toString())
                    .sorted()
                    .toList();
        }
        assertThat(bare).as("packages without a package-info.java").isEmpty();
    }

    private static JavaClasses classesOf(String module) {
        Path compiled = ROOT.resolve(module).resolve("target/classes");
        assertThat(compiled)
                .as("%s is not compiled: the rules are held over the whole house, so build it with ./lab build", module)
                .isDirectory();
        return new ClassFileImporter().importPath(compiled);
    }
}
