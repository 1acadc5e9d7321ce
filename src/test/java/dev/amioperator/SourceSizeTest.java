package dev.amioperator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Sizes of the operator's source files and methods: a larger one usually holds two ideas. */
class SourceSizeTest {
  private static final int MAX_FILE_LINES = 250;
  private static final int MAX_METHOD_LINES = 30;
  private static final Path SOURCES = Path.of("src", "main", "java");

  @Test
  void everyFileFitsItsLimit() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources()) {
      int lines = Files.readAllLines(file).size();
      if (lines > MAX_FILE_LINES) {
        tooLong.add("%s has %d lines".formatted(SOURCES.relativize(file), lines));
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void everyMethodFitsItsLimit() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> tooLong = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
      Trees trees = Trees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new MethodLines(trees, unit, tooLong).scan(unit, null);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static final class MethodLines extends TreePathScanner<Void, Void> {
    private final Trees trees;
    private final CompilationUnitTree unit;
    private final List<String> tooLong;

    private MethodLines(Trees trees, CompilationUnitTree unit, List<String> tooLong) {
      this.trees = trees;
      this.unit = unit;
      this.tooLong = tooLong;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      long start = trees.getSourcePositions().getStartPosition(unit, method);
      long end = trees.getSourcePositions().getEndPosition(unit, method);
      long lines =
          1 + unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start);
      if (lines > MAX_METHOD_LINES) {
        Path file = SOURCES.toAbsolutePath().relativize(Path.of(unit.getSourceFile().toUri()));
        tooLong.add("%s: %s has %d lines".formatted(file, method.getName(), lines));
      }
      return super.visitMethod(method, nothing);
    }
  }
}
