package org.pando.resolver.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The address of an upstream.
 *
 * @param host a name in lower case or an IP address, IPv6 without brackets
 * @param path begins with a slash; empty for every scheme but https
 */
public record UpstreamUrl(UpstreamScheme scheme, String host, int port, String path) {
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~%!$&'()*+,;=:@/-]*");
  private static final String EXAMPLES = "write one such as \"udp://9.9.9.9\"";

  /** Reads {@code scheme://host[:port][/path]}, or a bare address, which is udp. */
  public static Parsed<UpstreamUrl> parse(String text) {
    int mark = text.indexOf("://");
    if (mark < 0) {
      return bareAddress(text);
    }
    String word = text.substring(0, mark).toLowerCase(Locale.ROOT);
    List<UpstreamScheme> schemes = List.of(UpstreamScheme.values());
    List<String> words = schemes.stream().map(UpstreamScheme::text).toList();
    if (!words.contains(word)) {
      return new Parsed.Bad<>(
          "has the unknown scheme \"" + word + "\"",
          Nearest.to(word, words)
              .map(near -> "did you mean " + near + "://?")
              .orElse("schemes are udp://, tcp://, tls:// and https://"));
    }
    String rest = text.substring(mark + 3);
    int slash = rest.indexOf('/');
    return parse(
        schemes.get(words.indexOf(word)),
        slash < 0 ? rest : rest.substring(0, slash),
        slash < 0 ? "" : rest.substring(slash));
  }

  private static Parsed<UpstreamUrl> bareAddress(String text) {
    return switch (ListenAddress.parse(text)) {
      case Parsed.Ok<ListenAddress>(ListenAddress address) ->
          parse(UpstreamScheme.UDP, address.text().contains(":") ? bracketed(address) : text, "");
      case Parsed.Bad<ListenAddress> bad when DomainText.isName(text) ->
          new Parsed.Bad<>("has no scheme", "write \"udp://" + text + "\", or tcp, tls or https");
      case Parsed.Bad<ListenAddress> bad -> new Parsed.Bad<>("is not an address or url", EXAMPLES);
    };
  }

  private static String bracketed(ListenAddress address) {
    return address.port().isPresent() ? address.text() : "[" + address.text() + "]";
  }

  private static Parsed<UpstreamUrl> parse(UpstreamScheme scheme, String authority, String path) {
    int portMark = authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
    String host = portMark < 0 ? authority : authority.substring(0, portMark);
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    String bare = brackets ? host.substring(1, host.length() - 1) : host.toLowerCase(Locale.ROOT);
    Optional<InetAddress> address = IpLiteral.parse(bare);
    if (bare.contains(":") != brackets || (address.isEmpty() && !isHostName(bare))) {
      return new Parsed.Bad<>("has no valid host", EXAMPLES + " or \"tls://[2620:fe::fe]\"");
    }
    OptionalInt port =
        portMark < 0
            ? OptionalInt.of(scheme.defaultPort())
            : ListenAddress.port(authority.substring(portMark + 1));
    if (port.isEmpty() || port.getAsInt() == 0) {
      return new Parsed.Bad<>("has no valid port", "write a port of 1 to 65535");
    }
    String canonical = address.map(IpLiteral::text).orElse(bare);
    return withPath(new UpstreamUrl(scheme, canonical, port.getAsInt(), ""), path);
  }

  private static Parsed<UpstreamUrl> withPath(UpstreamUrl url, String path) {
    if (url.scheme != UpstreamScheme.HTTPS) {
      return path.isEmpty() || path.equals("/")
          ? new Parsed.Ok<>(url)
          : new Parsed.Bad<>("has a path", "only https:// has one: write \"" + url.text() + "\"");
    }
    if (!PATH.matcher(path).matches()) {
      return new Parsed.Bad<>(
          "has no valid path",
          "write the one its operator names, such as \"" + url.text() + "/dns-query\"");
    }
    return new Parsed.Ok<>(new UpstreamUrl(url.scheme, url.host, url.port, path));
  }

  /** A name whose last label is not a number: {@code 300.1.1.1} is a mistyped address. */
  private static boolean isHostName(String host) {
    return DomainText.isName(host) && !host.substring(host.lastIndexOf('.') + 1).matches("[0-9]+");
  }

  /** The host when it is an address: nothing has to be asked to reach it. */
  public Optional<InetAddress> address() {
    return IpLiteral.parse(host);
  }

  /** As it is written in the file, without the port that the scheme implies. */
  public String text() {
    return scheme.text() + "://" + authority() + path;
  }

  /** Host and port, without the port that the scheme implies. */
  public String authority() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return port == scheme.defaultPort() ? shown : shown + ":" + port;
  }
}
