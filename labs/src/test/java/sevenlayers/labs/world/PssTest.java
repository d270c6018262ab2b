package sevenlayers.labs.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PssTest {

    @Test
    void the_kernel_writes_kb_and_means_kibibytes() {
        assertThat(Pss.bytes("Rss:  2012 kB\nPss:              104448 kB\nPss_Anon: 7 kB\n"))
                .isEqualTo(104_448L * 1024);
        assertThat(Pss.bytes("Pss_Anon: 7 kB")).isZero();
        assertThat(Pss.bytes("")).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_process_that_runs_has_memory_and_one_that_does_not_has_none() {
        assertThat(Pss.of(ProcessHandle.current().pid())).isGreaterThan(1 << 20);
        assertThat(Pss.of(Long.MAX_VALUE)).isZero();
    }
}
