package org.pando.registry.replica;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;
import org.pando.registry.store.RecordStore;
import org.pando.registry.store.StoredBundle;

/**
 * The labels of one network that begin with xn--. Belongs to the writer thread; reads the store
 * when it is first asked.
 */
final class LabelsBeyondAscii {
  private static final String PREFIX = "xn--";

  /** Every label that follows it begins with the prefix, or none behind it does. */
  private static final String BEFORE_ALL = "xn-";

  private static final int PAGE = 500;

  private @Nullable Set<String> labels;

  /** A view that grows and never shrinks. */
  Set<String> all(RecordStore store, int network) throws RegistryException {
    if (labels == null) {
      labels = read(store, network);
    }
    return Collections.unmodifiableSet(labels);
  }

  private static Set<String> read(RecordStore store, int network) throws RegistryException {
    Set<String> labels = new HashSet<>();
    String last = BEFORE_ALL;
    boolean more = true;
    while (more) {
      List<StoredBundle> page = store.page(network, last, PAGE);
      for (StoredBundle stored : page) {
        last = stored.key();
        if (last.startsWith(PREFIX)) {
          labels.add(last);
        }
      }
      more = page.size() == PAGE && last.startsWith(PREFIX);
    }
    return labels;
  }

  /** Takes a name that is now there. */
  void add(String key) {
    if (labels != null && key.startsWith(PREFIX)) {
      labels.add(key);
    }
  }
}
