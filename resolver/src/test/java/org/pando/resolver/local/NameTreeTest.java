package org.pando.resolver.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

class NameTreeTest {
  private final NameTree tree = new NameTree();

  private static byte[] wire(String name) {
    return Name.fromConstantString(name).toWireCanonical();
  }

  private int find(String name) {
    byte[] wire = wire(name);
    return tree.find(wire, wire.length);
  }

  @Test
  void whatIsBetweenAnAddedNameAndTheRootIsThereToo() {
    int node = tree.add(wire("a.b.example."));
    assertEquals(node, find("a.b.example."));
    assertEquals(tree.parent(node), find("b.example."));
    assertEquals(NameTree.ROOT, tree.parent(find("example.")));
    assertEquals(NameTree.ROOT, find("."));
    assertEquals(4, tree.size());
    assertEquals(node, tree.add(wire("a.b.example.")));
    assertEquals(4, tree.size());
  }

  @Test
  void anUnknownNameGivesItsClosestEncloser() {
    tree.add(wire("a.b.example."));
    assertEquals(find("b.example."), ~find("x.b.example."));
    assertEquals(find("b.example."), ~find("y.x.b.example."));
    assertEquals(NameTree.ROOT, ~find("com."));
    assertEquals(NameTree.ROOT, ~find("a.b.example.com."));
  }

  /** A label is found below its own parent only, and as a whole. */
  @Test
  void labelsOfOtherNamesAreNotMixedUp() {
    tree.add(wire("a.b."));
    tree.add(wire("b.a."));
    assertEquals(find("b."), ~find("b.b."));
    assertEquals(NameTree.ROOT, ~find("ab."));
    assertNotEquals(find("a.b."), find("b.a."));
  }

  @Test
  void childrenAreKnown() {
    int node = tree.add(wire("a.b."));
    assertFalse(tree.hasChildren(node));
    assertTrue(tree.hasChildren(tree.parent(node)));
  }

  /** Against a map from text, over many growths of every array. */
  @Test
  void manyNamesAreFoundAndNoOthers() {
    Map<String, Integer> nodes = new HashMap<>();
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String name = name(random);
      nodes.put(name, tree.add(wire(name)));
    }
    tree.trim();
    nodes.forEach((name, node) -> assertEquals(node, find(name), name));
    for (int i = 0; i < 20_000; i++) {
      String name = name(random);
      if (!nodes.containsKey(name) && find(name) >= 0) {
        assertTrue(tree.hasChildren(find(name)), name + " was not added, nor anything below it");
      }
    }
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int labels = 1 + random.nextInt(5); labels > 0; labels--) {
      name.append(Integer.toString(random.nextInt(40), 36)).append('.');
    }
    return name.toString();
  }
}
