package org.pando.registry.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.xbill.DNS.Name;

class NameSyntaxTest {
  private static final String KEY = "bqkpizyruxoy6has3maqmhrqgw91ruyiwiqdc5b9we4rz78gq3po";

  private static final List<Network> NETWORKS =
      List.of(network("home.alt."), network("club.alt."), network("lab.club.alt."));

  private static Network network(String suffix) {
    return new Network(
        new NetworkId(Bytes.of(new byte[NetworkId.LENGTH])), Name.fromConstantString(suffix), 0, 1);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          blog,                   blog,          blog.home.alt.
          Blog.HOME.alt.,         blog,          blog.home.alt.
          blog.home.alt,          blog,          blog.home.alt.
          blog.club.alt,          blog,          blog.club.alt.
          blog.lab.club.alt,      blog,          blog.lab.club.alt.
          a,                      a,             a.home.alt.
          4u,                     4u,            4u.home.alt.
          a-b--c,                 a-b--c,        a-b--c.home.alt.
          xn--bcher-kva,          xn--bcher-kva, xn--bcher-kva.home.alt.
          XN--ls8h,               xn--ls8h,      xn--ls8h.home.alt.
          bücher,                 xn--bcher-kva, xn--bcher-kva.home.alt.
          BÜCHER.club.alt.,       xn--bcher-kva, xn--bcher-kva.club.alt.
          сосо,                   xn--n1aahb,    xn--n1aahb.home.alt.
          KEY.key,                KEY.key,       KEY.key.home.alt.
          KEY.key.club.alt,       KEY.key,       KEY.key.club.alt.
          """)
  @Tag("case-36")
  void reads(String argument, String key, String fullName) throws Exception {
    NameArgument read = NameSyntax.parse(argument.replace("KEY", upper()), NETWORKS);
    assertEquals(key.replace("KEY", KEY), read.key());
    assertEquals(fullName.replace("KEY", KEY), read.fullName().toString());
    assertEquals(key.contains(".key"), read.isKeyName());
  }

  private static String upper() {
    return KEY.replace('b', 'B');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          my_blog        | '_' (character 3) is not allowed; use a-z, 0-9 and '-', such as my-blog.
          my blog.home.alt | ' ' (character 3) is not allowed; use a-z, 0-9 and '-', such as my-blog.
          _.home.alt     | '_' (character 1) is not allowed; use a-z, 0-9 and '-', such as blog.
          a😀.home.alt   | '😀' (character 2, U+1F600) cannot stand in a name; use letters, digits and '-' only: no symbols, emoji or punctuation.
          -blog          | '-' cannot be the first character; leave it out.
          blog-          | '-' cannot be the last character; leave it out.
          key            | 'key' is reserved for key names; choose another label.
          192            | a label of digits only looks like an address; add a letter, such as n192.
          ab--c          | '--' as characters 3 and 4 is reserved for xn-- names; leave one '-' out.
          home.alt       | that is the suffix itself; write a label before it, such as blog.home.alt.
          .home.alt      | a label is missing; example: blog.home.alt.
          a..home.alt    | a label is missing; example: blog.home.alt.
          www.blog.home.alt | names have one label before the suffix; take the name 'blog.home.alt' and give its records the owner 'www'.
          abc.key        | a key name has 52 characters before '.key', this one has 3; copy it again as a whole.
          """)
  @Tag("case-36")
  void saysWhatIsWrong(String argument, String problem) {
    assertProblem(Kind.INVALID, argument, problem);
  }

  @Tag("case-36")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          сосо     | it looks like 'coco', but 'с' (character 1, U+0441) is Cyrillic; write 'coco' or choose a label that cannot be mistaken for it.
          xn--n1aahb.home.alt | it looks like 'coco', but 'с' (character 1, U+0441) is Cyrillic; write 'coco' or choose a label that cannot be mistaken for it.
          xn--ls8h | '💩' (character 1, U+1F4A9) cannot stand in a name; use letters, digits and '-' only: no symbols, emoji or punctuation.
          xn--zzzz | what follows xn-- is not the Punycode of a label; write the label in its own letters.
          my_blog  | '_' (character 3) is not allowed; use a-z, 0-9 and '-', such as my-blog.
          """)
  void newNamesAreCheckedMore(String argument, String problem) throws Exception {
    RegistryException e =
        assertThrows(RegistryException.class, () -> NameSyntax.parseNew(argument, NETWORKS));
    assertEquals("name '" + argument + "': " + problem, e.getMessage());
    assertEquals(Kind.INVALID, e.kind());
    assertEquals("xn--bcher-kva", NameSyntax.parseNew("Bücher", NETWORKS).key());
    assertEquals("blog", NameSyntax.parseNew("blog", NETWORKS).key());
    assertEquals(KEY + ".key", NameSyntax.parseNew(KEY + ".key", NETWORKS).key());
  }

  @Test
  void saysWhatIsWrongWithLongOnes() {
    assertProblem(
        Kind.INVALID, "a".repeat(64), "it has 64 characters, a label has at most 63; shorten it.");
    assertProblem(Kind.INVALID, "", "a label is missing; example: blog.home.alt.");
    assertProblem(Kind.INVALID, ".", "a label is missing; example: blog.home.alt.");
    assertProblem(
        Kind.INVALID,
        KEY.replace('b', 'l') + ".key",
        "'l' (character 1) is not in the alphabet of key names; copy it again as a whole.");
    assertProblem(
        Kind.INVALID,
        KEY.substring(0, 51) + "b.key.home.alt",
        "'b' (character 52) cannot be the last of a key name (y or o); copy it again as a whole.");
  }

  @Test
  void namesTheNetworksItKnows() {
    assertProblem(
        Kind.UNKNOWN_NETWORK,
        "blog.home.alf",
        "it ends in no suffix of this node's networks (home.alt, club.alt, lab.club.alt); write it"
            + " as LABEL.home.alt, or join its network first.");
    RegistryException e =
        assertThrows(RegistryException.class, () -> NameSyntax.parse("blog", List.of()));
    assertEquals(
        "name 'blog': this node has joined no network; join or create one first.", e.getMessage());
  }

  private static void assertProblem(Kind kind, String argument, String problem) {
    RegistryException e =
        assertThrows(RegistryException.class, () -> NameSyntax.parse(argument, NETWORKS));
    assertEquals("name '" + argument + "': " + problem, e.getMessage());
    assertEquals(kind, e.kind());
  }
}
