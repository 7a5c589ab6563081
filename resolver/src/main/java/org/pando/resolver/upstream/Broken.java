package org.pando.resolver.upstream;

import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.exchange.Outcome;

/** How a server could not be asked, in words. */
final class Broken {
  private Broken() {}

  static Outcome because(String what) {
    return new Outcome.Broken(new ResolutionException(Failure.NETWORK, what));
  }

  /** The text of what the system says, which is all there is to know. */
  static Outcome because(Throwable reason) {
    return switch (reason) {
      case PortUnreachableException _ -> because("nobody listens there");
      case ClosedChannelException _ -> because("closed, since it is not in use any more");
      default -> because(text(reason));
    };
  }

  static String text(Throwable reason) {
    if (reason instanceof ConnectException && reason.getCause() instanceof ConnectException e) {
      return text(e); // Netty adds the address, which the label has
    }
    String message = reason.getMessage();
    return message == null ? reason.getClass().getSimpleName() : message;
  }
}
