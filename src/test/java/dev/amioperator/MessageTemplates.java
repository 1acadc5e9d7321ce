package dev.amioperator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Message templates of every Blocked and Stalled ready state in the operator's sources. A method
 * that passes a parameter on as the message is followed to its callers.
 */
public final class MessageTemplates {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Set<String> READY_STATES =
      Set.of("ReadyState.Stalled", "ReadyState.Blocked");

  /** A message template, and the class and method that it is in. */
  public record Template(String place, String text) implements Comparable<Template> {
    @Override
    public int compareTo(Template other) {
      return toString().compareTo(other.toString());
    }
  }

  /** A method whose parameter becomes a message. */
  private record Sink(String method, int parameter) {}

  private final List<CompilationUnitTree> units = new ArrayList<>();
  private final MessageTexts messageTexts = new MessageTexts();
  private final Set<Sink> sinks = new LinkedHashSet<>();
  private final Set<Template> found = new TreeSet<>();
  private CompilationUnitTree unit;
  private MethodTree method;

  private MessageTemplates() {}

  /** The templates of the operator's sources, each with every variant that they spell out. */
  public static Set<Template> all() throws IOException {
    MessageTemplates templates = new MessageTemplates();
    templates.parse();
    templates.units.forEach(templates.messageTexts::index);
    int before;
    do {
      before = templates.sinks.size();
      templates.found.clear();
      templates.units.forEach(templates::scan);
    } while (templates.sinks.size() > before);
    return templates.found;
  }

  private void parse() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (Stream<Path> walk = Files.walk(SOURCES);
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      List<Path> sources = walk.filter(f -> f.toString().endsWith(".java")).sorted().toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      task.parse().forEach(units::add);
    }
  }

  private void scan(CompilationUnitTree source) {
    unit = source;
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree tree, Void nothing) {
        MethodTree outer = method;
        method = tree;
        super.visitMethod(tree, nothing);
        method = outer;
        return null;
      }

      @Override
      public Void visitNewClass(NewClassTree tree, Void nothing) {
        if (READY_STATES.contains(tree.getIdentifier().toString())) {
          addMessage(tree.getArguments().get(1));
        }
        return super.visitNewClass(tree, nothing);
      }

      @Override
      public Void visitMethodInvocation(MethodInvocationTree tree, Void nothing) {
        String select = tree.getMethodSelect().toString();
        String name = select.contains(".") ? select : MessageTexts.inFile(unit, select);
        List.copyOf(sinks).stream()
            .filter(sink -> sink.method().equals(name))
            .filter(sink -> tree.getArguments().size() > sink.parameter())
            .forEach(sink -> addMessage(tree.getArguments().get(sink.parameter())));
        return super.visitMethodInvocation(tree, nothing);
      }
    }.scan(source, null);
  }

  private void addMessage(ExpressionTree message) {
    ExpressionTree template = MessageTexts.format(message);
    int parameter = parameterIndex(template);
    if (parameter >= 0) {
      sinks.add(new Sink(MessageTexts.inFile(unit, method.getName()), parameter));
    } else {
      String place = MessageTexts.inFile(unit, method == null ? "" : method.getName());
      messageTexts.of(message, unit, method).forEach(text -> found.add(new Template(place, text)));
    }
  }

  private int parameterIndex(ExpressionTree expression) {
    if (method == null || !(expression instanceof IdentifierTree identifier)) {
      return -1;
    }
    var parameters = method.getParameters();
    return IntStream.range(0, parameters.size())
        .filter(i -> parameters.get(i).getName().equals(identifier.getName()))
        .findFirst()
        .orElse(-1);
  }
}
