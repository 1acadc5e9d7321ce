package dev.amioperator.simulator.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every conformance case, on a client in process. */
class ConformanceTest {

  @TestFactory
  Stream<DynamicTest> inProcess() {
    return ConformanceSuite.cases()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.name(), () -> each.check().run(ConformanceEnvironment.inProcess())));
  }
}
