package org.pando.resolver.upstream;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;

record OnThread(BlockingUpstream upstream, ExecutorService executor, LongSupplier nanos)
    implements Upstream {
  @Override
  public InetSocketAddress address() {
    return upstream.address();
  }

  @Override
  public Attempt ask(Query query, Consumer<Outcome> outcome) {
    Future<?> task =
        executor.submit(
            () -> {
              try {
                outcome.accept(
                    new Outcome.Replied(
                        upstream.exchange(query, Deadline.in(Duration.ofSeconds(4), nanos))));
              } catch (ResolutionException e) {
                outcome.accept(new Outcome.Broken(e));
              } catch (InterruptedException e) {
                return;
              }
            });
    return new Attempt() {
      @Override
      public void resend() {}

      @Override
      public void cancel() {
        task.cancel(true);
      }
    };
  }

  @Override
  public void close() {}
}
