package dev.amioperator.simulator.wire;

import java.lang.reflect.Proxy;
import software.amazon.awssdk.core.SdkPojo;

/** Stands behind a front, keeps the request that arrives and answers what it was told to. */
final class EchoClient {
  private SdkPojo received;
  private SdkPojo answer;

  /** The client that the front calls. */
  <C> C as(Class<C> client) {
    return client.cast(
        Proxy.newProxyInstance(
            client.getClassLoader(),
            new Class<?>[] {client},
            (_, _, arguments) -> {
              received = (SdkPojo) arguments[0];
              return answer;
            }));
  }

  void answerWith(SdkPojo response) {
    answer = response;
  }

  SdkPojo received() {
    return received;
  }
}
