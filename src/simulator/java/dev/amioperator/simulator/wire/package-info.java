/**
 * The simulator's front on the wire: HTTP requests of any AWS SDK in, calls of the simulated
 * clients, HTTP answers out.
 *
 * <p>No action has code of its own here. What a request or an answer looks like is read from the
 * SDK's metadata ({@link software.amazon.awssdk.core.SdkPojo#sdkFields()}).
 */
package dev.amioperator.simulator.wire;
