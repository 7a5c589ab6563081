package org.pando.resolver.upstream;

/** What is asked only when what comes before it gives no answer. */
enum Tier {
  /** The best address of each transport that nobody on the way can read. */
  ENCRYPTED(0),
  PLAIN(1),
  /** The system's own resolver. */
  SYSTEM(2),
  /** More addresses of encrypted transports: what stops one of them mostly stops all. */
  ENCRYPTED_FURTHER(3);

  private final int order;

  Tier(int order) {
    this.order = order;
  }

  int order() {
    return order;
  }
}
