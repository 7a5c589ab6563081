package org.pando.resolver.exchange;

/** A question under way to one server. Any thread; never blocks. */
public interface Attempt {
  /**
   * The server has been silent for longer than it should: a transport that loses packets sends the
   * question again, one with connections asks over a new one when the old one has been silent too.
   */
  void resend();

  /** Nobody waits for the reply any more: what is held for it is given back. */
  void cancel();
}
