package sevenlayers.labs.world.images;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running? | Start it
            permission denied while trying to connect to the Docker daemon socket                             | usermod -aG docker
            failed to connect to the docker API: dial unix /x/docker.sock: connect: no such file or directory | Start it
            something new                                                                                     | something new
            """)
    void an_engine_that_does_not_answer_is_explained(String said, String told) {
        assertThat(Docker.whyNot(said)).contains(told);
    }
}
