import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or applies google-java-format over every Java source of the checkout. Started by the build
 * as {@code java .mvn/Format.java check|apply DIR}; exits 1 when {@code check} finds a difference.
 */
final class Format {
  public static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    Path root = Path.of(args[1]);
    Formatter formatter = new Formatter();
    List<String> bad = new ArrayList<>();
    for (Path file : sources(root)) {
      String source = Files.readString(file);
      String formatted = formatter.formatSourceAndFixImports(source);
      if (formatted.equals(source)) {
        continue;
      }
      if (apply) {
        Files.writeString(file, formatted);
        System.out.println("formatted " + root.relativize(file));
      } else {
        bad.add(root.relativize(file) + ":" + firstDifference(source, formatted));
      }
    }
    if (!bad.isEmpty()) {
      bad.forEach(place -> System.err.println(place + ": not in google-java-format"));
      System.err.println("To format everything: ./mvnw -N validate -Dpando.format=apply");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws Exception {
    List<Path> files = new ArrayList<>();
    for (String module : List.of("registry", "gossip", "resolver", "docker", ".mvn")) {
      if (!Files.isDirectory(root.resolve(module))) {
        continue;
      }
      try (Stream<Path> walk = Files.walk(root.resolve(module))) {
        walk.filter(f -> f.toString().endsWith(".java"))
            .filter(f -> !root.relativize(f).toString().contains("target"))
            .forEach(files::add);
      }
    }
    return files;
  }

  private static long firstDifference(String source, String formatted) {
    int same = 0;
    while (same < Math.min(source.length(), formatted.length())
        && source.charAt(same) == formatted.charAt(same)) {
      same++;
    }
    return 1 + source.substring(0, same).chars().filter(c -> c == '\n').count();
  }
}
