package org.pando.resolver.config;

import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types of values that keys have. */
final class Types {
  private static final int PIN_BYTES = 32;
  private static final Pattern WEB_URL =
      Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~!$&'()*+,;=:@/?-]*)?");

  private Types() {}

  static ValueType<Boolean> bool() {
    return new BooleanType();
  }

  /** A whole number; 0 is off if it is allowed. */
  static ValueType<Integer> number(int least, int most) {
    return new NumberType(least, most);
  }

  static <E> ValueType<List<E>> listOf(ValueType<E> element) {
    return new ListType<>(element);
  }

  /** A value that may be absent, written as {@code ""}. */
  static <T> ValueType<Optional<T>> optional(ValueType<T> type) {
    return new OptionalType<>(type, "");
  }

  /** A value that may be absent, written as {@code "off"}. */
  static <T> ValueType<Optional<T>> orOff(ValueType<T> type) {
    return new OptionalType<>(type, "off");
  }

  /** Any text but an empty one. */
  static ValueType<String> text() {
    return new TextType<>(
        "text in quotes",
        (text, spot, place) ->
            text.isBlank()
                ? new Parsed.Bad<>("is empty", "write some text")
                : new Parsed.Ok<>(text),
        String::toString,
        Optional.empty());
  }

  static ValueType<Path> path() {
    return new TextType<>(
        "a path in quotes",
        (text, spot, place) -> {
          try {
            return new Parsed.Ok<>(spot.path(text, place));
          } catch (InvalidPathException e) {
            return new Parsed.Bad<>("is not a path", "write one that this system allows");
          }
        },
        Path::toString,
        Optional.empty());
  }

  static ValueType<Duration> duration(Duration least, Duration most) {
    return new TextType<>(
        "a duration such as \"4s\"",
        (text, spot, place) ->
            TextType.inRange(DurationText.parse(text), least, most, DurationText::text),
        DurationText::text,
        least.isZero() ? Optional.of(least) : Optional.empty());
  }

  static ValueType<ByteSize> size(ByteSize least, ByteSize most) {
    return new TextType<>(
        "a size such as \"64MiB\"",
        (text, spot, place) -> TextType.inRange(ByteSize.parse(text), least, most, ByteSize::text),
        ByteSize::text,
        Optional.empty());
  }

  /** One of an enum's words; the word {@code off} is off. */
  static <E extends Enum<E> & Keyword> ValueType<E> oneOf(Class<E> type) {
    List<E> constants = List.copyOf(EnumSet.allOf(type));
    List<String> words = constants.stream().map(Keyword::text).toList();
    String listed = words.stream().map(TomlText::of).collect(Collectors.joining(", "));
    JsonObject schema = new JsonObject();
    schema.add("enum", TomlText.json(words));
    return new TextType<>(
        "one of " + listed,
        (text, spot, place) -> {
          int index = words.indexOf(text);
          return index >= 0
              ? new Parsed.Ok<>(constants.get(index))
              : new Parsed.Bad<>("is none of " + listed, fix(text, words));
        },
        Keyword::text,
        constants.stream().filter(constant -> constant.text().equals("off")).findFirst(),
        schema);
  }

  private static String fix(String text, List<String> words) {
    return Nearest.to(text.toLowerCase(Locale.ROOT), words)
        .map(word -> "did you mean \"" + word + "\"?")
        .orElse("write one of them");
  }

  static ValueType<Hedge> hedge() {
    return TextType.of(
        "\"auto\", \"off\" or a duration", Hedge::parse, Hedge::text, new Hedge.Off());
  }

  static ValueType<ListenAddress> listenAddress() {
    return TextType.of(
        "an address such as \"127.0.0.1\"", ListenAddress::parse, ListenAddress::text);
  }

  static ValueType<AllowRule> allowRule() {
    return TextType.of("\"local\" or an address prefix", AllowRule::parse, AllowRule::text);
  }

  static ValueType<Prefix> prefix() {
    return TextType.of("an address prefix", Prefix::parse, Prefix::text);
  }

  static ValueType<InetAddress> address() {
    return TextType.of(
        "an address such as \"9.9.9.9\"",
        text ->
            IpLiteral.parse(text)
                .<Parsed<InetAddress>>map(Parsed.Ok::new)
                .orElse(
                    new Parsed.Bad<>(
                        "is not an IP address",
                        "write one such as \"9.9.9.9\" or \"2620:fe::fe\"")),
        IpLiteral::text);
  }

  static ValueType<UpstreamUrl> upstreamUrl() {
    return TextType.of("a url such as \"udp://9.9.9.9\"", UpstreamUrl::parse, UpstreamUrl::text);
  }

  static ValueType<URI> webUrl() {
    return TextType.of(
        "a url such as \"https://example.com/list.txt\"",
        text ->
            WEB_URL.matcher(text).matches()
                ? new Parsed.Ok<>(URI.create(text))
                : new Parsed.Bad<>(
                    "is not a web address", "write one such as \"https://example.com/list.txt\""),
        URI::toString);
  }

  static ValueType<String> domain() {
    return TextType.of("a domain name", DomainText::parse, String::toString);
  }

  /** A domain name, or {@code *.} and one. */
  static ValueType<String> ownerName() {
    return TextType.of(
        "a domain name",
        text ->
            text.startsWith("*.")
                ? switch (DomainText.parse(text.substring(2))) {
                  case Parsed.Ok<String>(String name) -> new Parsed.Ok<>("*." + name);
                  case Parsed.Bad<String> bad -> bad;
                }
                : DomainText.parse(text),
        String::toString);
  }

  /** A libp2p address; what stands behind the first slash is for the gossip module to judge. */
  static ValueType<String> multiaddr() {
    return TextType.of(
        "a multiaddr such as \"/ip4/0.0.0.0/tcp/4053\"",
        text ->
            text.matches("(/[^/\\s]+){2,}")
                ? new Parsed.Ok<>(text)
                : new Parsed.Bad<>(
                    "is not a multiaddr", "write one such as \"/ip4/0.0.0.0/tcp/4053\""),
        String::toString);
  }

  /** A libp2p address with the id of the peer. */
  static ValueType<String> peerAddress() {
    return TextType.of(
        "a multiaddr with /p2p/…",
        text ->
            text.matches("(/[^/\\s]+)+/p2p/[^/\\s]+")
                ? new Parsed.Ok<>(text)
                : new Parsed.Bad<>(
                    "names no peer", "write one such as \"/ip4/192.0.2.1/tcp/4053/p2p/<peer id>\""),
        String::toString);
  }

  /** The SHA-256 of a public key (RFC 7858, section 4.2) in base64. */
  static ValueType<String> pin() {
    return TextType.of(
        "a pin in base64",
        text ->
            isPin(text)
                ? new Parsed.Ok<>(text)
                : new Parsed.Bad<>(
                    "is not a pin", "write the SHA-256 of the public key in base64, 44 characters"),
        String::toString);
  }

  private static boolean isPin(String text) {
    try {
      return Base64.getDecoder().decode(text).length == PIN_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The schema {@code {"type": name}}. */
  static JsonObject schemaOf(String name) {
    JsonObject schema = new JsonObject();
    schema.addProperty("type", name);
    return schema;
  }
}
