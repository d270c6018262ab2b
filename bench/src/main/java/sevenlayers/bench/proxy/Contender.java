package sevenlayers.bench.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A proxy to be measured.
 *
 * @param name as in {@code HAProxy}
 * @param layer {@code L4} or {@code L7}: who is compared with whom
 * @param port where it listens
 * @param command what starts it; it stays in the foreground, in one process
 * @param environment what it is told besides
 */
record Contender(String name, String layer, int port, List<String> command, Map<String, String> environment) {
    static final String L4 = "L4";
    static final String L7 = "L7";

    /** The packaged balancer as a pod runs it, but with the JVM's optimising compiler: a lab's pods are made to start fast. */
    static Contender balancer(String layer, Path repository, Ports ports) throws IOException {
        int l4 = ports.free();
        int l7 = ports.free();
        List<String> command = new ArrayList<>(List.of(Tools.java(), "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(Tools.words(System.getProperty("bench.jvm", "")));
        command.addAll(List.of(
                "-jar",
                repository
                        .resolve("services/balancer/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        return new Contender(
                "Seven Layers",
                layer,
                layer.equals(L4) ? l4 : l7,
                command,
                Map.of(
                        "LAB_POD",
                        "balancer-1",
                        "LAB_ADDRESS",
                        "127.0.0.1",
                        "LAB_PORT",
                        String.valueOf(ports.free()),
                        "LAB_L4_PORT",
                        String.valueOf(l4),
                        "LAB_L7_PORT",
                        String.valueOf(l7),
                        "LAB_BACKENDS",
                        "127.0.0.1:" + ports.backend()));
    }

    static Contender haproxy(String layer, Path program, Path folder, Ports ports) throws IOException {
        int port = ports.free();
        boolean l4 = layer.equals(L4);
        Path config = folder.resolve("haproxy-" + layer + ".cfg");
        Files.writeString(config, """
                global
                  nbthread 1
                  maxconn 1000
                defaults
                  mode %s
                  timeout connect 5s
                  timeout client 1m
                  timeout server 1m
                listen bench
                  bind 127.0.0.1:%d%s
                  server backend 127.0.0.1:%d%s
                """.formatted(
                        l4 ? "tcp" : "http", port, l4 ? "" : " proto h2", ports.backend(), l4 ? "" : " proto h2"));
        return new Contender(
                "HAProxy", layer, port, List.of(program.toString(), "-db", "-f", config.toString()), Map.of());
    }

    static Contender nginx(String layer, Path program, Path folder, Ports ports) throws IOException {
        int port = ports.free();
        Path config = folder.resolve("nginx-" + layer + ".conf");
        String head = """
                daemon off;
                master_process off;
                pid %1$s/nginx-%2$s.pid;
                error_log %1$s/nginx-%2$s.log;
                events { worker_connections 4096; }
                """.formatted(folder, layer);
        Files.writeString(
                config,
                layer.equals(L4)
                        ? "load_module " + Tools.NGINX_STREAM + ";\n" + head + """
                                stream {
                                  server { listen 127.0.0.1:%d; proxy_pass 127.0.0.1:%d; }
                                }
                                """.formatted(port, ports.backend())
                        : head + """
                                http {
                                  access_log off;
                                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                                  uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                                  keepalive_requests 1000000000;
                                  upstream backend { server 127.0.0.1:%3$d; keepalive 512; keepalive_requests 1000000000; }
                                  server {
                                    listen 127.0.0.1:%2$d http2;
                                    location / { grpc_pass grpc://backend; }
                                  }
                                }
                                """.formatted(folder, port, ports.backend()));
        return new Contender(
                "nginx",
                layer,
                port,
                List.of(program.toString(), "-e", "stderr", "-p", folder.toString(), "-c", config.toString()),
                Map.of());
    }
}
