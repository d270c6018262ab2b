package sevenlayers.labs.testcontainers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import sevenlayers.labs.world.Layout;
import sevenlayers.labs.world.PodStatus;
import sevenlayers.labs.world.PodStatus.State;
import sevenlayers.labs.world.images.Image;

/** One pod: the same image, names and environment as in docker-compose.yml. */
final class PodContainer extends GenericContainer<PodContainer> {

    private static final long MEMORY = 256L << 20;

    private static final int LOOK_MILLIS = 2_000;

    private static final String READY = "/q/health/ready";

    private final String pod;
    private final int httpPort;

    PodContainer(Image image, int number, Network network) {
        super(DockerImageName.parse(image.name()));
        this.pod = image.service() + "-" + number;
        this.httpPort = image.service().equals("node") ? Layout.NODE_HTTP_PORT : Layout.POD_PORT;
        withNetwork(network);
        withNetworkAliases(image.service(), pod);
        if (image.service().equals("balancer")) {
            withNetworkAliases(Layout.NODE_VIP);
        }
        withEnv("LAB_POD", pod);
        withEnv("LAB_WORLD", "containers");
        withEnv("LAB_INSECURE", "on"); // crypto only: lessons have calls with keys in the clear
        withExposedPorts(Layout.POD_PORT, httpPort);
        withCreateContainerCmdModifier(
                create -> create.getHostConfig().withMemory(MEMORY).withReadonlyRootfs(true));
        withTmpFs(java.util.Map.of("/tmp", "rw"));
        waitingFor(Wait.forHttp(READY).forPort(httpPort).withStartupTimeout(Duration.ofMinutes(2)));
    }

    String pod() {
        return pod;
    }

    /** Its gRPC port on this machine. */
    String door() {
        return getHost() + ":" + getMappedPort(Layout.POD_PORT);
    }

    PodStatus status() {
        var inspected = getCurrentContainerInfo();
        var life = inspected.getState();
        if (Boolean.TRUE.equals(life.getPaused())) {
            return new PodStatus(pod, address(), State.PAUSED, "", 0);
        }
        if (!Boolean.TRUE.equals(life.getRunning())) {
            return new PodStatus(pod, "", State.DEAD, "ended with status " + life.getExitCodeLong(), 0);
        }
        return new PodStatus(pod, address(), ready() ? State.READY : State.NOT_READY, "", 0);
    }

    boolean alive() {
        return Boolean.TRUE.equals(getCurrentContainerInfo().getState().getRunning());
    }

    private String address() {
        return getCurrentContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(network -> String.valueOf(network.getIpAddress()))
                .findFirst()
                .orElse("");
    }

    private boolean ready() {
        try {
            URI uri = URI.create("http://" + getHost() + ":" + getMappedPort(httpPort) + READY);
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(LOOK_MILLIS);
            connection.setReadTimeout(LOOK_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException _) {
            return false;
        }
    }

    /** SIGTERM, with the time that a pod needs to drain. */
    void drain() {
        getDockerClient().stopContainerCmd(getContainerId()).withTimeout(30).exec();
    }

    void kill() {
        getDockerClient().killContainerCmd(getContainerId()).exec();
    }

    void pause() {
        getDockerClient().pauseContainerCmd(getContainerId()).exec();
    }

    void unpause() {
        getDockerClient().unpauseContainerCmd(getContainerId()).exec();
    }
}
