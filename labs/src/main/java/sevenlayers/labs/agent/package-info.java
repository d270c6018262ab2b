/**
 * The agent: the process that {@code ./lab up} leaves on the host. It owns the world that is up and serves {@code sevenlayers.lab.v1}
 * on 127.0.0.1. Read {@link sevenlayers.labs.agent.AgentMain} for its life, {@link sevenlayers.labs.agent.AgentServer} for what it
 * serves, {@link sevenlayers.labs.agent.AgentClient} for how the command talks to it.
 */
@NullMarked
package sevenlayers.labs.agent;

import org.jspecify.annotations.NullMarked;
