package dev.amioperator.simulator.conformance;

/**
 * One thing that EC2 does.
 *
 * @param name the behaviour in a sentence
 * @param source where it is known from: AWS's API text, the SDK model, an observed answer
 * @param check runs it on a fresh cloud and fails if the simulator behaves otherwise
 */
public record ConformanceCase(String name, String source, Check check) {

  /** The body of a case. */
  @FunctionalInterface
  public interface Check {
    void run(ConformanceEnvironment stage);
  }
}
