package org.pando.registry.store;

import org.jspecify.annotations.Nullable;

/**
 * Owned by the first platform thread that calls {@link #check}; a call from any other thread is a
 * bug, unless the owner has ended (an orderly stop closes what its threads left behind).
 */
final class OwnerThread {
  private final String what;
  private @Nullable Thread owner;

  /**
   * @param what the thing owned, for the message
   */
  OwnerThread(String what) {
    this.what = what;
  }

  /**
   * @throws IllegalStateException on a virtual thread, which native code would pin, or on a second
   *     thread
   */
  synchronized void check() {
    Thread caller = Thread.currentThread();
    if (caller.isVirtual()) {
      throw new IllegalStateException(
          what + " used on a virtual thread; hand the work to the registry-writer thread");
    }
    if (owner == null || !owner.isAlive()) {
      owner = caller;
    }
    if (owner != caller) {
      throw new IllegalStateException(
          what
              + " belongs to the thread '"
              + owner.getName()
              + "' and was used on '"
              + caller.getName()
              + "'; hand the work to the registry-writer thread");
    }
  }
}
