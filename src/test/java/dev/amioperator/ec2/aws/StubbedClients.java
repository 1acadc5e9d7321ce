package dev.amioperator.ec2.aws;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.testing.SimulatedClients;
import java.lang.reflect.Proxy;
import java.time.Instant;

/** AWS clients of which one answers what the simulator never does. */
final class StubbedClients {
  static final String ACCOUNT = "123456789012";

  private StubbedClients() {}

  /**
   * Calls over a client in place of the simulator's.
   *
   * @param service the method of AwsClientProvider that returns it
   */
  static ApiCaller caller(String service, Object client) {
    SimulatedCloud cloud =
        SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-03-01T12:00:00Z")));
    AwsClientProvider simulated = new SimulatedClients(cloud, Caller.of(ACCOUNT));
    AwsClientProvider stubbed =
        (AwsClientProvider)
            Proxy.newProxyInstance(
                StubbedClients.class.getClassLoader(),
                new Class<?>[] {AwsClientProvider.class},
                (proxy, method, arguments) ->
                    method.getName().equals(service)
                        ? client
                        : method.invoke(simulated, arguments));
    return new ApiCaller(stubbed, new RateLimiter(cloud.clock()));
  }
}
