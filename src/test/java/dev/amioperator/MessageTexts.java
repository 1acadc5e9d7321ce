package dev.amioperator;

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
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Texts of string expressions in the sources, with {@code %s} for unknown parts. Constants, local
 * variables and methods of the same file are followed.
 */
final class MessageTexts {
  private static final List<String> UNKNOWN = List.of("%s");
  private static final int MAX_DEPTH = 8;

  /** More are not told apart: the specifier of a further argument stays. */
  private static final int MAX_VARIANTS = 12;

  private static final Pattern SPECIFIER = Pattern.compile("%[sd]");

  private final Map<String, List<String>> constants = new HashMap<>();
  private final Map<String, List<MethodTree>> methods = new HashMap<>();
  private CompilationUnitTree unit;
  private MethodTree method;

  /** The texts that an expression can have in a method. */
  List<String> of(ExpressionTree expression, CompilationUnitTree inUnit, MethodTree inMethod) {
    unit = inUnit;
    method = inMethod;
    return texts(expression, 0);
  }

  /** The name of a member, with the file that it is in. */
  static String inFile(CompilationUnitTree unit, Object name) {
    String path = unit.getSourceFile().getName();
    return path.substring(path.lastIndexOf('/') + 1).replace(".java", "." + name);
  }

  /** Reads the constants and methods of a file. */
  void index(CompilationUnitTree source) {
    unit = source;
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree tree, Void nothing) {
        methods.computeIfAbsent(inFile(unit, tree.getName()), k -> new ArrayList<>()).add(tree);
        return super.visitMethod(tree, nothing);
      }

      @Override
      public Void visitVariable(VariableTree tree, Void nothing) {
        if (tree.getModifiers().getFlags().contains(Modifier.FINAL)
            && tree.getInitializer() != null
            && "String".equals(String.valueOf(tree.getType()))) {
          constants.put(inFile(unit, tree.getName()), texts(tree.getInitializer(), 0));
        }
        return super.visitVariable(tree, nothing);
      }
    }.scan(source, null);
  }

  /** The expression without its {@code formatted} call. */
  static ExpressionTree format(ExpressionTree expression) {
    return switch (strip(expression)) {
      case MethodInvocationTree call when isCall(call, "formatted") -> strip(receiver(call));
      case ExpressionTree other -> other;
    };
  }

  private static boolean isCall(MethodInvocationTree call, String method) {
    return call.getMethodSelect() instanceof MemberSelectTree select
        && select.getIdentifier().contentEquals(method);
  }

  private static ExpressionTree receiver(MethodInvocationTree call) {
    return ((MemberSelectTree) call.getMethodSelect()).getExpression();
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
    return switch (strip(expression)) {
      case MethodInvocationTree call when isCall(call, "formatted") -> filledIn(call, depth + 1);
      case MethodInvocationTree call when isCall(call, "collect") -> joining(call, depth + 1);
      case SwitchExpressionTree choice -> results(choice, depth + 1);
      case LiteralTree literal -> List.of(String.valueOf(literal.getValue()));
      case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS ->
          joined(texts(sum.getLeftOperand(), depth + 1), texts(sum.getRightOperand(), depth + 1));
      case ConditionalExpressionTree either ->
          Stream.of(either.getTrueExpression(), either.getFalseExpression())
              .flatMap(branch -> texts(branch, depth + 1).stream())
              .toList();
      case MethodInvocationTree call when call.getMethodSelect() instanceof IdentifierTree name ->
          returned(methods.getOrDefault(inFile(unit, name.getName()), List.of()), depth + 1);
      case IdentifierTree name -> named(name, depth + 1);
      case MemberSelectTree select -> constants.getOrDefault(select.toString(), UNKNOWN);
      case ExpressionTree other -> UNKNOWN;
    };
  }

  /**
   * Replaces {@code %s} by the texts of an argument that the source spells out. Of arguments with
   * the same choice, as from the same method, only the last is replaced: they choose alike.
   */
  private List<String> filledIn(MethodInvocationTree call, int depth) {
    List<String> filled = texts(receiver(call), depth);
    List<? extends ExpressionTree> arguments = call.getArguments();
    Set<List<String>> choices = new HashSet<>(Set.of(UNKNOWN));
    for (int i = arguments.size() - 1; i >= 0; i--) {
      List<String> values = texts(arguments.get(i), depth);
      boolean alike = !choices.add(values) && (values.size() > 1 || values.equals(UNKNOWN));
      if (!alike && filled.size() * values.size() <= MAX_VARIANTS) {
        int position = i;
        filled =
            filled.stream()
                .flatMap(text -> values.stream().map(value -> replaced(text, position, value)))
                .distinct()
                .toList();
      }
    }
    return filled;
  }

  /** The text with its specifier at a position replaced; one without it stays as it is. */
  private static String replaced(String text, int position, String value) {
    List<MatchResult> specifiers = SPECIFIER.matcher(text).results().toList();
    if (position >= specifiers.size()) {
      return text;
    }
    MatchResult specifier = specifiers.get(position);
    return text.substring(0, specifier.start()) + value + text.substring(specifier.end());
  }

  /** The prefix and suffix of {@code Collectors.joining}. */
  private List<String> joining(MethodInvocationTree call, int depth) {
    return call.getArguments().getFirst() instanceof MethodInvocationTree collector
            && isCall(collector, "joining")
            && collector.getArguments().size() == 3
        ? joined(
            joined(texts(collector.getArguments().get(1), depth), UNKNOWN),
            texts(collector.getArguments().get(2), depth))
        : UNKNOWN;
  }

  private List<String> results(SwitchExpressionTree choice, int depth) {
    return choice.getCases().stream()
        .flatMap(
            each ->
                each.getBody() instanceof ExpressionTree result
                    ? texts(result, depth).stream()
                    : UNKNOWN.stream())
        .distinct()
        .toList();
  }

  private List<String> named(IdentifierTree name, int depth) {
    List<String> constant = constants.get(inFile(unit, name.getName()));
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
    MethodTree caller = method;
    for (MethodTree candidate : candidates) {
      if ("String".equals(String.valueOf(candidate.getReturnType()))) {
        method = candidate;
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
    method = caller;
    return texts.isEmpty() ? UNKNOWN : texts.stream().distinct().toList();
  }

  private static List<String> joined(List<String> left, List<String> right) {
    return left.stream().flatMap(l -> right.stream().map(r -> l + r)).toList();
  }
}
