package sevenlayers.labs.selftest;

/** The README's {@code dig +trace} beside the containers: from the root down, past the lab's own resolver. */
final class TraceWalk implements Walk {

    @Override
    public void take(Trial trial) {
        trial.say().accept("dig +trace beside the containers");
        trial.sh("docker compose run --rm --build tools dig +trace www.shop.lab")
                .succeeds()
                .says("root-1.", "lab-", "10.1.0.7", "shop-");
    }
}
