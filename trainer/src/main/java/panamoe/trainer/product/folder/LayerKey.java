package panamoe.trainer.product.folder;

import java.util.regex.Pattern;
import panamoe.trainer.common.MessageText;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;

/** Reads an encoder layer from the key of a map. Without this check {@code "02"} would be read as 2, and replace the layer {@code "2"}. */
final class LayerKey extends KeyDeserializer {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,8}");

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
        if (!NUMBER.matcher(key).matches()) {
            throw context.instantiationException(
                    Integer.class,
                    new IllegalArgumentException(MessageText.quoted(key)
                            + " is not the number of a layer: expected digits without leading zeros"));
        }
        return Integer.valueOf(key);
    }
}
