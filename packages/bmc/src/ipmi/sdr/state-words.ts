/** What the bits of a discrete sensor and the offsets of an event mean, IPMI 2.0 tables 42-2 and 42-3. */
import { specificStates } from './specific-states.ts';

const genericStates: Readonly<Record<number, readonly string[]>> = {
  1: [
    'Lower Non-critical going low',
    'Lower Non-critical going high',
    'Lower Critical going low',
    'Lower Critical going high',
    'Lower Non-recoverable going low',
    'Lower Non-recoverable going high',
    'Upper Non-critical going low',
    'Upper Non-critical going high',
    'Upper Critical going low',
    'Upper Critical going high',
    'Upper Non-recoverable going low',
    'Upper Non-recoverable going high',
  ],
  2: ['Transition to Idle', 'Transition to Active', 'Transition to Busy'],
  3: ['State Deasserted', 'State Asserted'],
  4: ['Predictive Failure Deasserted', 'Predictive Failure Asserted'],
  5: ['Limit Not Exceeded', 'Limit Exceeded'],
  6: ['Performance Met', 'Performance Lags'],
  7: [
    'Transition to OK',
    'Transition to Non-critical from OK',
    'Transition to Critical from less severe',
    'Transition to Non-recoverable from less severe',
    'Transition to Non-critical from more severe',
    'Transition to Critical from Non-recoverable',
    'Transition to Non-recoverable',
    'Monitor',
    'Informational',
  ],
  8: ['Device Absent', 'Device Present'],
  9: ['Device Disabled', 'Device Enabled'],
  10: [
    'Transition to Running',
    'Transition to In Test',
    'Transition to Power Off',
    'Transition to On Line',
    'Transition to Off Line',
    'Transition to Off Duty',
    'Transition to Degraded',
    'Transition to Power Save',
    'Install Error',
  ],
  11: [
    'Fully Redundant',
    'Redundancy Lost',
    'Redundancy Degraded',
    'Non-Redundant: Sufficient from Redundant',
    'Non-Redundant: Sufficient from Insufficient',
    'Non-Redundant: Insufficient Resources',
    'Redundancy Degraded from Fully Redundant',
    'Redundancy Degraded from Non-Redundant',
  ],
  12: ['D0 Power State', 'D1 Power State', 'D2 Power State', 'D3 Power State'],
};

const sensorSpecific = 0x6f;

/** One offset (0 to 14) in words; OEM and unknown ones keep their number. */
export function stateWords(eventType: number, sensorType: number, offset: number): string {
  const known = eventType === sensorSpecific ? specificStates[sensorType] : genericStates[eventType];
  return known?.[offset] || `state ${offset}`;
}

/** The words of each bit that is set in a discrete sensor's state mask. */
export function assertedStates(eventType: number, sensorType: number, mask: number): readonly string[] {
  return Array.from({ length: 15 }, (_, offset) => offset)
    .filter((offset) => (mask & (1 << offset)) !== 0)
    .map((offset) => stateWords(eventType, sensorType, offset));
}
