package dev.amioperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every interval of the operator as a value of the chart, with its default in the description. */
class ChartIntervalsTest {
  private static final Path CHART = Path.of("helm", "ami-operator");

  /** A line of the helper that translates values into environment variables. */
  private static final Pattern VARIABLE =
      Pattern.compile("\"(\\w+)\" \"(AMI_OPERATOR_(?!INSTALLATION)\\w+)\"");

  private static final Pattern VALUE = Pattern.compile("(?m)Default: (\\w+)\\.\n  (\\w+): \"\"$");

  @Test
  void mapsEveryIntervalWithItsDefault() throws IOException {
    Map<String, String> defaults = new TreeMap<>();
    VALUE
        .matcher(Files.readString(CHART.resolve("values.yaml")))
        .results()
        .forEach(value -> defaults.put(value.group(2), value.group(1)));
    Map<String, String> mapped = new TreeMap<>();
    VARIABLE
        .matcher(Files.readString(CHART.resolve("templates/_helpers.tpl")))
        .results()
        .forEach(line -> mapped.put(line.group(2), defaults.get(line.group(1))));
    Map<String, String> intervals = new TreeMap<>();

    collect("AMI_OPERATOR_", OperatorConfig.class, intervals);

    assertThat(intervals).containsEntry("AMI_OPERATOR_RESYNC", "2m");
    assertThat(mapped).isEqualTo(intervals);
  }

  private static void collect(String prefix, Class<?> type, Map<String, String> intervals) {
    for (Method method : type.getDeclaredMethods()) {
      String name = prefix + method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
      if (method.getReturnType() == Duration.class) {
        intervals.put(name, method.getAnnotation(WithDefault.class).value());
      } else if (method.getReturnType().getEnclosingClass() == OperatorConfig.class) {
        collect(name + "_", method.getReturnType(), intervals);
      }
    }
  }
}
