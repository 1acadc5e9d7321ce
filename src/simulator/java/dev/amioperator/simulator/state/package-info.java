/**
 * State of the simulated AWS: accounts, regions and their resources. It follows from the clock and
 * does not depend on the SDK.
 */
package dev.amioperator.simulator.state;
