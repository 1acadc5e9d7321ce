package dev.amioperator.simulator.wire;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** The methods of an SDK client that stand for an action each. */
public final class SdkActions {
  static final List<Method> EC2 = of(Ec2Client.class);

  private SdkActions() {}

  static List<Method> of(Class<?> client) {
    return Arrays.stream(client.getMethods())
        .filter(method -> method.getParameterCount() == 1)
        .filter(method -> AwsRequest.class.isAssignableFrom(method.getParameterTypes()[0]))
        .filter(method -> AwsResponse.class.isAssignableFrom(method.getReturnType()))
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }

  /** Those methods of the SDK's interface whose actions a simulated client serves itself. */
  public static List<Method> modelledBy(Object client, Class<?> sdk) {
    return of(sdk).stream().filter(action -> !servedBy(client, action).equals(sdk)).toList();
  }

  private static Class<?> servedBy(Object client, Method action) {
    try {
      return client
          .getClass()
          .getMethod(action.getName(), action.getParameterTypes())
          .getDeclaringClass();
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** AWS action of a method, such as {@code CopyImage}. */
  public static String name(Method method) {
    return Character.toUpperCase(method.getName().charAt(0)) + method.getName().substring(1);
  }
}
