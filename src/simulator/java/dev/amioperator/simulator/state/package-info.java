/**
 * What the simulated cloud remembers: accounts, regions and the resources in them, as plain records
 * whose state follows from the clock. Knows nothing of the SDK.
 */
package dev.amioperator.simulator.state;
