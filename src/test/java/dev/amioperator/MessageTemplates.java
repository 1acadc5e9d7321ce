package dev.amioperator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Message templates of every Blocked and Stalled ready state in the operator's sources, with {@code
 * %s} for what is not a literal. A method that passes a parameter on as the message is followed to
 * its callers.
 */
final class MessageTemplates {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Set<String> READY_STATES =
      Set.of("ReadyState.Stalled", "ReadyState.Blocked");
  private static final List<String> UNKNOWN = List.of("%s");
  private static final int MAX_DEPTH = 6;

  /** A message template, and the class and method that it is in. */
  record Template(String place, String text) implements Comparable<Template> {
    @Override
    public int compareTo(Template other) {
      return toString().compareTo(other.toString());
    }
  }

  /** A method whose parameter becomes a message. */
  private record Sink(String method, int parameter) {}

  private final List<CompilationUnitTree> units = new ArrayList<>();
  private final Map<String, List<String>> constants = new HashMap<>();
  private final Map<String, List<MethodTree>> methods = new HashMap<>();
  private final Set<Sink> sinks = new LinkedHashSet<>();
  private final Set<Template> found = new TreeSet<>();
  private CompilationUnitTree unit;
  private MethodTree method;

  private MessageTemplates() {}

  static Set<Template> all() throws IOException {
    MessageTemplates templates = new MessageTemplates();
    templates.parse();
    templates.units.forEach(templates::index);
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

  private String inFile(Object name) {
    String path = unit.getSourceFile().getName();
    return path.substring(path.lastIndexOf('/') + 1).replace(".java", "." + name);
  }

  private void index(CompilationUnitTree source) {
    unit = source;
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree tree, Void nothing) {
        methods.computeIfAbsent(inFile(tree.getName()), k -> new ArrayList<>()).add(tree);
        return super.visitMethod(tree, nothing);
      }

      @Override
      public Void visitVariable(VariableTree tree, Void nothing) {
        if (tree.getModifiers().getFlags().contains(Modifier.FINAL)
            && tree.getInitializer() != null
            && "String".equals(String.valueOf(tree.getType()))) {
          constants.put(inFile(tree.getName()), texts(tree.getInitializer(), 0));
        }
        return super.visitVariable(tree, nothing);
      }
    }.scan(source, null);
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
        String name = select.contains(".") ? select : inFile(select);
        List.copyOf(sinks).stream()
            .filter(sink -> sink.method().equals(name))
            .filter(sink -> tree.getArguments().size() > sink.parameter())
            .forEach(sink -> addMessage(tree.getArguments().get(sink.parameter())));
        return super.visitMethodInvocation(tree, nothing);
      }
    }.scan(source, null);
  }

  private void addMessage(ExpressionTree message) {
    ExpressionTree template = formatted(message);
    int parameter = parameterIndex(template);
    if (parameter >= 0) {
      sinks.add(new Sink(inFile(method.getName()), parameter));
    } else {
      String place = inFile(method == null ? "" : method.getName());
      texts(message, 0).forEach(text -> found.add(new Template(place, text)));
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

  private static ExpressionTree formatted(ExpressionTree expression) {
    return switch (strip(expression)) {
      case MethodInvocationTree call
          when call.getMethodSelect() instanceof MemberSelectTree select
              && select.getIdentifier().contentEquals("formatted") ->
          strip(select.getExpression());
      case ExpressionTree other -> other;
    };
  }

  private static ExpressionTree strip(ExpressionTree expression) {
    return expression instanceof ParenthesizedTree inner
        ? strip(inner.getExpression())
        : expression;
  }

  private List<String> texts(ExpressionTree expression, int depth) {
    if (depth > MAX_DEPTH) {
      return UNKNOWN;
    }
    return switch (formatted(expression)) {
      case LiteralTree literal -> List.of(String.valueOf(literal.getValue()));
      case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS ->
          joined(texts(sum.getLeftOperand(), depth + 1), texts(sum.getRightOperand(), depth + 1));
      case ConditionalExpressionTree either ->
          Stream.of(either.getTrueExpression(), either.getFalseExpression())
              .flatMap(branch -> texts(branch, depth + 1).stream())
              .toList();
      case MethodInvocationTree call when call.getMethodSelect() instanceof IdentifierTree name ->
          returned(methods.getOrDefault(inFile(name.getName()), List.of()), depth + 1);
      case IdentifierTree name -> named(name, depth + 1);
      case MemberSelectTree select -> constants.getOrDefault(select.toString(), UNKNOWN);
      case ExpressionTree other -> UNKNOWN;
    };
  }

  private List<String> named(IdentifierTree name, int depth) {
    List<String> constant = constants.get(inFile(name.getName()));
    return constant != null ? constant : localVariable(name, depth);
  }

  private List<String> localVariable(IdentifierTree name, int depth) {
    List<String> texts = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitVariable(VariableTree tree, Void nothing) {
        if (tree.getName().equals(name.getName()) && tree.getInitializer() != null) {
          texts.addAll(texts(tree.getInitializer(), depth));
        }
        return super.visitVariable(tree, nothing);
      }
    }.scan(method, null);
    return texts.isEmpty() ? UNKNOWN : texts;
  }

  private List<String> returned(List<MethodTree> candidates, int depth) {
    List<String> texts = new ArrayList<>();
    for (MethodTree candidate : candidates) {
      if ("String".equals(String.valueOf(candidate.getReturnType()))) {
        new TreeScanner<Void, Void>() {
          @Override
          public Void visitReturn(ReturnTree tree, Void nothing) {
            texts.addAll(texts(tree.getExpression(), depth));
            return null;
          }

          @Override
          public Void visitLambdaExpression(LambdaExpressionTree tree, Void nothing) {
            return null;
          }
        }.scan(candidate, null);
      }
    }
    return texts.isEmpty() ? UNKNOWN : texts;
  }

  private static List<String> joined(List<String> left, List<String> right) {
    return left.stream().flatMap(l -> right.stream().map(r -> l + r)).toList();
  }
}
