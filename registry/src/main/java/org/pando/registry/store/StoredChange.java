package org.pando.registry.store;

import java.util.List;

/**
 * A name's new state, in place of the one that is there.
 *
 * @param superseded the certified operations that the new state no longer holds; they go to the
 *     name's history
 * @param decided the number of the newest operation in the new state; an unfinished operation of
 *     this or a smaller number is over and is forgotten
 */
public record StoredChange(StoredBundle bundle, List<StoredItem> superseded, long decided) {
  public StoredChange {
    superseded = List.copyOf(superseded);
  }
}
