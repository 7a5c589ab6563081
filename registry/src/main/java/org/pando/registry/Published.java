package org.pando.registry;

/** What the read view says of a name at once. Immutable, read by any thread. */
public sealed interface Published {
  /**
   * What is served of a name that is known; published by the writer thread in one piece.
   *
   * @param state only {@link NameState#ACTIVE} names are served
   * @param seq the zone's sequence number, 0 when there is no zone; its low 32 bits are the SOA
   *     serial
   * @param body the zone body as signed (registry specification, section 3), empty when there is no
   *     zone
   */
  record Served(NameState state, long seq, Bytes body) implements Published {}

  /** Nothing is known of the name. */
  record Unknown() implements Published {}

  /** The store has not been read that far since the start: it may hold the name, or not. */
  record NotLoaded() implements Published {}

  /** What the store holds of the name is damaged; nothing of it is served. */
  record Damaged() implements Published {}
}
