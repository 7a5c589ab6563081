package org.pando.registry.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.ZBase32;
import org.pando.registry.idn.InternationalLabel;
import org.pando.registry.idn.LabelException;

/**
 * Reads NAME arguments: {@code blog} in the default network, {@code blog.home.alt}, {@code bücher}
 * for {@code xn--bcher-kva}, {@code <52 z-base-32>.key.home.alt}; case and a trailing dot do not
 * matter (registry specification, section 5).
 */
public final class NameSyntax {
  private static final String KEY = "key";
  private static final String KEY_ENDING = "." + KEY;

  private NameSyntax() {}

  /**
   * Reads the name of something to be registered: as {@link #parse}, and a label beyond ASCII, also
   * one that is written in its xn-- form, must be one of IDNA2008 and not made to be mistaken for
   * another.
   */
  public static NameArgument parseNew(String argument, List<Network> networks)
      throws RegistryException {
    NameArgument name = parse(argument, networks);
    if (name.key().startsWith(InternationalLabel.PREFIX)) {
      try {
        InternationalLabel.of(name.key()).checkScripts();
      } catch (LabelException e) {
        throw invalid(argument, e.problem());
      }
    }
    return name;
  }

  /**
   * Reads the name of something that may be there; an xn-- label is taken as it stands, since
   * replicas take all of them.
   *
   * @param networks the node's networks, the default one first
   * @throws RegistryException of kind INVALID when it is not a name, of kind UNKNOWN_NETWORK when
   *     it ends in no network's suffix
   */
  public static NameArgument parse(String argument, List<Network> networks)
      throws RegistryException {
    String lower = argument.toLowerCase(Locale.ROOT);
    String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    Network network = network(argument, name, networks);
    String suffix = network.suffixText();
    String key =
        name.endsWith("." + suffix) ? name.substring(0, name.length() - suffix.length() - 1) : name;
    if (key.endsWith(KEY_ENDING)) {
      check(argument, keyProblem(key.substring(0, key.length() - KEY_ENDING.length())));
      return new NameArgument(network, key);
    }
    check(argument, placeProblem(key, suffix));
    String label = ascii(argument, key);
    check(argument, labelProblem(label));
    return new NameArgument(network, label);
  }

  private static void check(String argument, @Nullable String problem) throws RegistryException {
    if (problem != null) {
      throw invalid(argument, problem);
    }
  }

  private static String ascii(String argument, String label) throws RegistryException {
    try {
      return InternationalLabel.toAscii(label);
    } catch (LabelException e) {
      throw invalid(argument, e.problem());
    }
  }

  /**
   * The network with the longest suffix that the name ends in, or the default one for a bare label.
   */
  private static Network network(String argument, String name, List<Network> networks)
      throws RegistryException {
    Optional<Network> joined =
        networks.stream()
            .filter(network -> ("." + name).endsWith("." + network.suffixText()))
            .max((a, b) -> a.suffix().labels() - b.suffix().labels());
    if (joined.isPresent()) {
      return joined.get();
    }
    boolean keyName = name.endsWith(KEY_ENDING);
    int labels = name.split("\\.", -1).length;
    boolean bare = labels == 1 || (labels == 2 && keyName);
    if (bare && !networks.isEmpty()) {
      return networks.getFirst();
    }
    String known = networks.stream().map(Network::suffixText).collect(Collectors.joining(", "));
    throw new RegistryException(
        Kind.UNKNOWN_NETWORK,
        "name '"
            + argument
            + "': "
            + (known.isEmpty()
                ? "this node has joined no network; join or create one first"
                : "it ends in no suffix of this node's networks ("
                    + known
                    + "); write it as "
                    + "LABEL."
                    + networks.getFirst().suffixText()
                    + ", or join its network first")
            + ".");
  }

  private static @Nullable String keyProblem(String key) {
    if (key.length() != ZBase32.LENGTH) {
      return "a key name has "
          + ZBase32.LENGTH
          + " characters before '.key', this one has "
          + key.length()
          + "; copy it again as a whole";
    }
    int mistake = ZBase32.mistake(key);
    if (mistake == ZBase32.LENGTH) {
      return null;
    }
    return character(key, mistake)
        + (mistake == ZBase32.LENGTH - 1
            ? " cannot be the last of a key name (y or o)"
            : " is not in the alphabet of key names")
        + "; copy it again as a whole";
  }

  private static @Nullable String placeProblem(String label, String suffix) {
    if (label.equals(suffix)) {
      return "that is the suffix itself; write a label before it, such as blog." + suffix;
    }
    if (label.isEmpty() || label.startsWith(".") || label.endsWith(".") || label.contains("..")) {
      return "a label is missing; example: blog." + suffix;
    }
    int dot = label.lastIndexOf('.');
    if (dot >= 0) {
      String name = label.substring(dot + 1);
      return "names have one label before the suffix; take the name '"
          + name
          + "."
          + suffix
          + "' and give its records the owner '"
          + label.substring(0, dot)
          + "'";
    }
    return null;
  }

  private static @Nullable String labelProblem(String label) {
    String problem = characterProblem(label);
    return problem == null ? ruleProblem(label) : problem;
  }

  private static @Nullable String characterProblem(String label) {
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      boolean hyphen = c == '-';
      if (!hyphen && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
        return character(label, i)
            + " is not allowed; use a-z, 0-9 and '-', such as "
            + plain(label);
      }
      if (hyphen && (i == 0 || i == label.length() - 1)) {
        return "'-' cannot be the " + (i == 0 ? "first" : "last") + " character; leave it out";
      }
    }
    return null;
  }

  private static @Nullable String ruleProblem(String label) {
    if (label.length() > 63) {
      return "it has " + label.length() + " characters, a label has at most 63; shorten it";
    }
    if (label.equals(KEY)) {
      return "'key' is reserved for key names; choose another label";
    }
    if (label.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return "a label of digits only looks like an address; add a letter, such as n" + label;
    }
    if (label.startsWith("--", 2) && !label.startsWith("xn--")) {
      return "'--' as characters 3 and 4 is reserved for xn-- names; leave one '-' out";
    }
    return null;
  }

  /** The label with every run of other characters made one hyphen. */
  private static String plain(String label) {
    String plain = label.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return plain.isEmpty() ? "blog" : plain;
  }

  private static String character(String text, int index) {
    int c = text.codePointAt(index);
    String shown =
        c < 0x20 || c == 0x7f ? "U+%04X".formatted(c) : "'" + Character.toString(c) + "'";
    return shown + " (character " + (text.codePointCount(0, index) + 1) + ")";
  }

  private static RegistryException invalid(String argument, String problem) {
    return new RegistryException(Kind.INVALID, "name '" + argument + "': " + problem + ".");
  }
}
