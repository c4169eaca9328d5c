package panamoe.trainer.common;

import java.math.BigInteger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Types the scalars of settings by the core schema of YAML (YAML 1.2.2, section 10.3.2), with one difference: a number must be a finite
 * decimal. Octal and hexadecimal notation, which other readers accept, gives a text, and no numeric setting accepts a text.
 */
final class TypedScalars implements YamlReader.Scalars {

    private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9].*");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.?(inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Override
    public JsonNode node(String text, boolean plain) {
        if (NOT_FINITE.matcher(text).matches()) {
            throw new IllegalArgumentException(text + ": expected a finite number");
        }
        if (!plain) {
            return NODES.stringNode(text);
        }
        if (NULL.matcher(text).matches()) {
            return NODES.nullNode();
        }
        if (BOOLEAN.matcher(text).matches()) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        }
        if (WHOLE.matcher(text).matches()) {
            Decimal.single(text);
            return whole(new BigInteger(text));
        }
        if (Decimal.is(text) && !LEADING_ZERO.matcher(text).matches()) {
            return NODES.numberNode(Decimal.single(text));
        }
        return NODES.stringNode(text);
    }

    private static JsonNode whole(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return NODES.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE ? NODES.numberNode(number.longValue()) : NODES.numberNode(number);
    }
}
