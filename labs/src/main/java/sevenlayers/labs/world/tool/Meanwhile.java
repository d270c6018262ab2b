package sevenlayers.labs.world.tool;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** The same thing done to several, at the same time. */
public final class Meanwhile {

    private Meanwhile() {}

    /**
     * The results of {@code work}, in the order of {@code of}. Each runs on a thread of its own; the first failure is thrown when all have
     * ended, so that nothing goes on behind the caller's back.
     */
    public static <T, R> List<R> each(List<T> of, Function<T, R> work) {
        List<CompletableFuture<R>> futures = of.stream()
                .map(one -> CompletableFuture.supplyAsync(() -> work.apply(one), Thread::startVirtualThread))
                .toList();
        try {
            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
        return futures.stream().map(CompletableFuture::join).toList();
    }
}
