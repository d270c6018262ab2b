package sevenlayers.client;

import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** Lets a thread wait until a condition holds that other threads announce by opening the gate. */
final class Gate {

    private final Semaphore announced = new Semaphore(0);

    /** The condition may hold now. */
    void open() {
        announced.release();
    }

    /** Returns when the condition holds. */
    void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            announced.acquire();
            announced.drainPermits();
        }
    }
}
