package org.pando.resolver.upstream;

import java.io.IOException;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.ResolutionException;

/** What an I/O error on a virtual thread means: interruption closes sockets under the call. */
final class Broken {
  private Broken() {}

  static ResolutionException because(IOException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the reply is no longer wanted");
    }
    String message = e.getMessage();
    return new ResolutionException(
        Failure.NETWORK, message == null ? e.getClass().getSimpleName() : message, e);
  }
}
