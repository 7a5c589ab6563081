package org.pando.registry.zone;

import java.util.ArrayList;
import java.util.List;
import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/** Owner names in wire form: syntax, canonical order (RFC 4034 section 6.1) and ancestry. */
final class OwnerName {
  static final int MAX_LABEL = 63;
  static final int MAX_NAME = 255;

  private OwnerName() {}

  /** The form of an owner name (V15), whole. */
  static void check(Bytes owner) throws InvalidException {
    int at = 0;
    while (at < owner.length() && owner.at(at) != 0) {
      int length = owner.at(at);
      if (length > MAX_LABEL || at + length >= owner.length()) {
        throw invalid(owner, "a label of " + length + " octets; at most 63 and all there");
      }
      checkLabel(owner, at, length);
      at += 1 + length;
    }
    if (at != owner.length() - 1 || owner.length() > MAX_NAME) {
      throw invalid(owner, "not one name of at most 255 octets ended by an empty label");
    }
  }

  private static void checkLabel(Bytes owner, int at, int length) throws InvalidException {
    for (int i = at + 1; i <= at + length; i++) {
      int octet = owner.at(i);
      if (octet >= 'A' && octet <= 'Z') {
        throw invalid(owner, "upper-case letters; write it in lower case");
      }
      if (octet < 0x21 || octet > 0x7e || octet == '.' || octet == '\\') {
        throw invalid(owner, "octet " + octet + " cannot stand in an owner name");
      }
      if (octet == '*' && (at > 0 || length > 1)) {
        throw invalid(owner, "'*' only as the whole first label");
      }
    }
  }

  /** Labels compared from the apex outwards, as unsigned octets. */
  static int compare(Bytes a, Bytes b) {
    List<Bytes> left = labels(a);
    List<Bytes> right = labels(b);
    int common = Math.min(left.size(), right.size());
    for (int i = 1; i <= common; i++) {
      int order = left.get(left.size() - i).compareTo(right.get(right.size() - i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  /** Whether a name is strictly below another. */
  static boolean isBelow(Bytes name, Bytes ancestor) {
    int at = 0;
    while (name.length() - at > ancestor.length()) {
      at += 1 + name.at(at);
      if (Bytes.of(name.toArray(), at, name.length()).equals(ancestor)) {
        return true;
      }
    }
    return false;
  }

  /** As people write it; octets that do not print as {@code \DDD}. */
  static String text(Bytes owner) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < owner.length() && owner.at(at) != 0) {
      int end = Math.min(owner.length(), at + 1 + owner.at(at));
      text.append(at == 0 ? "" : ".");
      for (int i = at + 1; i < end; i++) {
        int octet = owner.at(i);
        boolean plain = octet > 0x20 && octet < 0x7f && octet != '.' && octet != '\\';
        text.append(plain ? String.valueOf((char) octet) : "\\%03d".formatted(octet));
      }
      at = end;
    }
    return text.isEmpty() ? "@" : text.toString();
  }

  private static List<Bytes> labels(Bytes name) {
    byte[] octets = name.toArray();
    List<Bytes> labels = new ArrayList<>();
    for (int at = 0; octets[at] != 0; at += 1 + octets[at]) {
      labels.add(Bytes.of(octets, at + 1, at + 1 + octets[at]));
    }
    return labels;
  }

  private static InvalidException invalid(Bytes owner, String what) {
    return new InvalidException(Rule.V15, text(owner), what);
  }
}
